"""From a promise to a number that survives audit: the register's rules, delivery, ratings, targets, audit, overlaps and partners."""

"use strict";
(() => {
  const find = document.getElementById("find");
  if (!find) return;
  const rows = [...document.querySelectorAll(".list tbody tr")];
  const told = document.getElementById("found");
  find.parentElement.hidden = false;
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/);
    const text = (row) => `${row.closest(".area").querySelector("h2").textContent} ${row.textContent}`.toLowerCase();
    for (const row of rows) row.hidden = !words.every((word) => text(row).includes(word));
    for (const area of document.querySelectorAll(".area")) area.hidden = !area.querySelector("tbody tr:not([hidden])");
    told.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} shown`;
    dispatchEvent(new Event("resize"));
  });
})();

"use strict";
(() => {
  const value = (cell) => {
    const words = cell.textContent.trim();
    const found = words.replace(/[,£%\s]/g, "").replace("\u2212", "-").replace(/\[\w+\]$/, "");
    if (!found) return null;
    return /^-?\d*\.?\d+m?$/.test(found) ? parseFloat(found) : words;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en-GB"));
  const sort = (table, column, heading) => {
    const up = heading.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [value(row.cells[column]), row]);
    rows.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : (up ? 1 : -1) * compare(a, b)));
    body.append(...rows.map(([, row]) => row));
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
      other.querySelector("span").textContent = " \u2195";
    }
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    heading.querySelector("span").textContent = up ? " \u2191" : " \u2193";
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      const mark = document.createElement("span");
      button.type = "button";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = " \u2195";
      button.append(heading.textContent, mark);
      heading.replaceChildren(button);
      button.addEventListener("click", () => sort(table, column, heading));
    });
  }
  const reach = () => {
    for (const region of document.querySelectorAll(".scroll")) {
      region.tabIndex = region.scrollWidth > region.clientWidth + 1 ? 0 : -1;
    }
  };
  addEventListener("resize", reach);
  addEventListener("toggle", reach, true);
  reach();
})();

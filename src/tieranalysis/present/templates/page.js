"use strict";
(() => {
  const value = (cell) => {
    const words = cell.textContent.trim();
    const found = words.replace(/[,£%\s]/g, "").replace("\u2212", "-").replace(/\[\w+\]$/, "");
    if (!found) return null;
    if (/^\d+ [A-Z][a-z]+ \d{4}$/.test(words)) return Date.parse(words);
    return /^-?\d*\.?\d+m?$/.test(found) ? parseFloat(found) * (found.endsWith("m") ? 1e6 : 1) : words;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en-GB"));
  const sort = (table, column, heading) => {
    const up = heading.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    table.made ??= [...body.rows];
    const rows = [...body.rows].map((row) => [value(row.cells[column]), row]);
    rows.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : (up ? 1 : -1) * compare(a, b)));
    body.append(...rows.map(([, row]) => row));
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
      if (other.querySelector("span")) other.querySelector("span").textContent = "\u00a0\u2195";
    }
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    heading.querySelector("span").textContent = up ? "\u00a0\u2191" : "\u00a0\u2193";
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      if (heading.dataset.still !== undefined) return;
      const button = document.createElement("button");
      const mark = document.createElement("span");
      button.type = "button";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = "\u00a0\u2195";
      button.append(heading.textContent, mark);
      heading.replaceChildren(button);
      button.addEventListener("click", () => sort(table, column, heading));
    });
  }
  const unpack = async (figure) => {
    const packed = atob(JSON.parse(document.getElementById(`moves-${figure.id}`).textContent));
    const bytes = new Blob([Uint8Array.from(packed, (letter) => letter.charCodeAt(0))]);
    const moves = await new Response(bytes.stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
    return { ...moves, parts: figure.querySelectorAll("[data-m]"), still: figure.querySelector("[data-still]") };
  };
  const follow = async (panel) => {
    const key = panel.dataset.panel;
    const grid = JSON.parse(document.getElementById(`grid-${key}`).textContent);
    const inputs = [...panel.querySelectorAll("input,select")];
    const start = [];
    for (let i = inputs.length - 1, rest = grid.start; i >= 0; i -= 1) {
      start[i] = rest % grid.sizes[i];
      rest = Math.floor(rest / grid.sizes[i]);
    }
    const figures = await Promise.all([...document.querySelectorAll(`[data-moving="${key}"]`)].map(unpack));
    const move = (figure, at) => {
      const step = figure.by.reduce((sum, i) => sum * grid.sizes[i] + at[i], 0);
      const say = (place) => {
        const [kept, order] = figure.series[place];
        if (order === undefined) return kept.map((part) => (typeof part === "number" ? say(part) : part)).join("");
        const values = typeof kept === "string" ? kept.split(" ") : kept;
        const wide = values.length > 36 ? 2 : 1;
        return values[parseInt(figure.orders[order].slice(step * wide, (step + 1) * wide), 36)];
      };
      if (step !== figure.step) {
        for (const part of figure.parts) {
          for (const [name, place] of part.dataset.m.split(" ").map((pair) => pair.split(":"))) {
            const found = say(place);
            if (name === "text") part.textContent = found;
            else if (found === null) part.removeAttribute(name);
            else part.setAttribute(name, found);
          }
        }
      }
      figure.step = step;
      if (figure.still) figure.still.hidden = figure.rests.every((i) => at[i] === start[i]);
    };
    const own = (name) => document.querySelectorAll(`[data-${name}="${key}"]`);
    const read = (input, i) => (input.type === "checkbox" ? (grid.controls[i].length > 1 ? Number(input.checked) : 0) : Number(input.value));
    const show = () => {
      const at = inputs.map(read);
      const place = at.reduce((sum, step, i) => sum * grid.sizes[i] + step, 0);
      for (const spot of document.querySelectorAll(`[data-look^="${key}."]`)) {
        const name = spot.dataset.look.slice(key.length + 1);
        const texts = grid.texts[name];
        const words = texts ? texts.s[texts.i ? texts.i[place] : place] : grid.controls[name.slice(1)][at[name.slice(1)]];
        if (spot.textContent !== words) spot.textContent = words;
      }
      inputs.forEach((input, i) => input.type === "range" && input.setAttribute("aria-valuetext", grid.controls[i][at[i]]));
      for (const figure of figures) move(figure, at);
      for (const spot of own("stays")) spot.hidden = place !== grid.start;
      for (const spot of own("moved")) spot.hidden = place === grid.start;
    };
    const unsort = () => {
      for (const heading of document.querySelectorAll("th[aria-sort]")) {
        const table = heading.closest("table");
        if (!table.querySelector(`[data-look^="${key}."]`) && !table.closest(`[data-moving="${key}"]`)) continue;
        table.tBodies[0].append(...table.made);
        heading.removeAttribute("aria-sort");
        heading.querySelector("span").textContent = "\u00a0\u2195";
      }
    };
    panel.addEventListener("input", show);
    panel.addEventListener("input", unsort);
    panel.querySelector("button:not(table button)").addEventListener("click", () => {
      inputs.forEach((input, i) => {
        if (input.type === "checkbox") input.checked = input.defaultChecked;
        else input.value = start[i];
      });
      show();
    });
    for (const part of panel.querySelectorAll(".controls")) part.hidden = false;
    show();
  };
  document.querySelectorAll("[data-panel]").forEach(follow);
  // A version of a report stands two folders deeper in the history than where its links lead from.
  if (/\/history\/.+\/\d{8}T[\d.]+Z\/[^/]*$/.test(location.pathname)) {
    for (const link of document.querySelectorAll('a[href^="../"]')) link.setAttribute("href", `../../${link.getAttribute("href")}`);
  }
  const reach = () => {
    for (const region of document.querySelectorAll(".scroll")) {
      region.tabIndex = region.scrollWidth > region.clientWidth + 1 ? 0 : -1;
    }
  };
  const data = document.querySelectorAll("details.data");
  const opened = new Set();
  addEventListener("beforeprint", () => data.forEach((part) => {
    if (!part.open) opened.add(part);
    part.open = true;
  }));
  addEventListener("afterprint", () => {
    opened.forEach((part) => { part.open = false; });
    opened.clear();
  });
  addEventListener("resize", reach);
  addEventListener("toggle", reach, true);
  reach();
})();

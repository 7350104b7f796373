// Tables that can be sorted by a column, and lists that can be filtered. The rows are in the page; this only
// orders and hides them.
"use strict";

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = townledger.element("button", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, heads, column));
  });
}

function sort(table, heads, column) {
  const head = heads[column];
  const numeric = head.classList.contains("n");
  const descending = head.getAttribute("aria-sort") === "ascending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows].map((row) => [key(row, column, numeric), row]);
  rows.sort(([a], [b]) => compare(a, b) * (descending ? -1 : 1));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

function key(row, column, numeric) {
  const cell = row.cells[column];
  if (!cell) return null;
  const given = cell.dataset.value;
  if (given !== undefined) return Number(given);
  const text = cell.textContent.trim();
  const number = numeric ? Number.parseFloat(text.replaceAll(",", "")) : Number.NaN;
  return Number.isNaN(number) ? text : number;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return String(a ?? "").localeCompare(String(b ?? ""), "zh-CN");
}

for (const form of document.querySelectorAll("form.filters")) {
  const list = document.getElementById(form.dataset.filters);
  const rows = [...(list.tBodies ? list.tBodies[0].rows : list.children)];
  const asked = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (!control.name || !asked.has(control.name)) continue;
    if (control.type === "checkbox") control.checked = asked.get(control.name) === control.value;
    else control.value = asked.get(control.name);
  }
  const apply = () => filter(form, rows);
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("language", apply);
  apply();
}

function filter(form, rows) {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !wanted.every(([name, value]) =>
      name === "text" ? row.textContent.includes(value.trim()) : (row.dataset[name] ?? "").split(" ").includes(value),
    );
    shown += row.hidden ? 0 : 1;
  }
  form.querySelector("output").textContent = townledger.say(`显示${shown}条，共${rows.length}条`, `${shown} of ${rows.length} shown`);
}

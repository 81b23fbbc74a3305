/* The table of all notes sorts and filters. */
(function () {
  "use strict";

  const { root } = window.report;

  function makeSortable(table) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      if (!head.dataset.kind) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, heads, head, column); });
    });
  }

  function sortBy(table, heads, head, column) {
    const words = head.dataset.kind === "text";
    // Figures start with the largest, words with the first of the alphabet.
    const usual = words ? "ascending" : "descending";
    const other = words ? "descending" : "ascending";
    const order = head.getAttribute("aria-sort") === usual ? other : usual;
    heads.forEach(function (one) { one.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", order);
    const rows = Array.from(table.tBodies[0].rows);
    const value = function (row) { return row.cells[column].dataset.value ?? row.cells[column].textContent; };
    // A count is read as it stands, as “1,234”: an attribute for each of them would weigh more than the rest of the table.
    const number = function (row) { return Number(value(row).replace(/,/g, "")); };
    const compare = words || head.dataset.kind === "date"
      ? function (a, b) { return value(a).localeCompare(value(b), root.lang); }
      : function (a, b) { return number(a) - number(b); };
    const sign = order === "ascending" ? 1 : -1;
    rows.sort(function (a, b) { // what is not known goes last either way
      if (!value(a) || !value(b)) return (value(b) ? 1 : 0) - (value(a) ? 1 : 0);
      return sign * compare(a, b);
    });
    table.tBodies[0].append(...rows);
  }

  function makeFilterable(table) {
    const said = document.getElementById("rg-said");
    if (!said) return;
    const words = JSON.parse(said.textContent);
    const tools = document.createElement("div");
    tools.className = "rg-tools";
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = words.filter;
    field.setAttribute("aria-label", words.filter);
    const count = document.createElement("output");
    label.appendChild(field);
    tools.append(label, count);
    table.before(tools);
    const rows = Array.from(table.tBodies[0].rows);
    field.addEventListener("input", function () {
      const asked = field.value.trim().toLowerCase().split(/\s+/);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !asked.every(function (word) { return text.includes(word); });
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = field.value.trim() ? words.shown.replace("{shown}", shown).replace("{all}", rows.length) : "";
    });
  }

  for (const table of root ? root.querySelectorAll("table.is-sortable") : []) {
    makeSortable(table);
    makeFilterable(table);
  }
})();

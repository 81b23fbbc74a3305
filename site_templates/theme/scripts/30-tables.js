/* Tables whose rows can be searched, filtered and sorted. Without this script all rows are there, in the order of the report.
   What a reader has chosen stands in the address, as #all_notes?q=kopi&pillar=Kopi+guides&sort=-comments, so that it can be
   linked to. */
(function () {
  "use strict";

  const { root } = window.report;
  const said = document.getElementById("rg-said");
  if (!root || !said) return;

  const isPhone = matchMedia("(max-width: 44.9375em)").matches;
  const AT_ONCE = isPhone ? 40 : 200; // rows; a browser takes a second to lay out a thousand, and nobody reads them
  const words = JSON.parse(said.textContent);
  const { compare } = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

  /* ---------- what a table holds ---------- */

  /* `order` is the sort that the page came with. A column's `values` are read when it is first sorted or filtered by. */
  function viewOf(table) {
    const rows = Array.from(table.tBodies[0].rows);
    const columns = Array.from(table.tHead.rows[0].cells).map(columnOf);
    const sorted = columns.find(function (column) { return column.head.hasAttribute("aria-sort"); });
    return { table, rows, columns, name: table.closest("[data-listing]").dataset.listing, order: sorted ? "-" + sorted.key : "", most: Infinity };
  }

  function columnOf(head, place) {
    const { key, kind, filter } = head.dataset;
    return { head, place, key, isText: kind === "text", isDate: kind === "date", filter, label: head.textContent.trim() };
  }

  function shown(row, place) {
    const cell = row.cells[place];
    const below = cell.querySelector(".q"); // says again what other columns say
    const text = below ? cell.textContent.slice(0, -below.textContent.length) : cell.textContent;
    return text.trim();
  }

  /* What a row sorts by; undefined where it isn't known. */
  function value(row, column) {
    const text = row.cells[column.place].dataset.value ?? shown(row, column.place);
    if (!text || text === "–") return undefined;
    return column.isText || column.isDate ? text : Number(text.replace(/[,%\s]/g, "").replace("−", "-"));
  }

  function valuesOf(view, column) {
    column.values ??= new Map(view.rows.map(function (row) { return [row, value(row, column)]; }));
    return column.values;
  }

  /* Width, case and Unicode's ways to write the same letter make no difference. */
  function folded(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function textsOf(view) {
    const read = view.columns.filter(function (column) { return column.isText; });
    view.texts ??= new Map(view.rows.map(function (row) {
      return [row, folded(read.map(function (column) { return shown(row, column.place); }).join("\n"))];
    }));
    return view.texts;
  }

  /* The values of a cell: several, where the column says what stands between them. */
  function labelsOf(view, column, row) {
    const text = valuesOf(view, column).get(row);
    return text === undefined ? [] : column.filter ? text.split(column.filter) : [text];
  }

  /* ---------- choosing ---------- */

  /* A choice is {q, sort, and the value for each column filtered by}; what isn't chosen isn't there. */
  function fits(view, choice) {
    const asked = folded(choice.q || "").split(/\s+/).filter(Boolean);
    const picked = view.columns.filter(function (column) { return column.filter !== undefined && choice[column.key]; });
    return function (row) {
      return (!view.marked || view.marked.has(row))
        && asked.every(function (word) { return textsOf(view).get(row).includes(word); })
        && picked.every(function (column) { return labelsOf(view, column, row).includes(choice[column.key]); });
    };
  }

  function sortedRows(view, sort) {
    const column = view.columns.find(function (one) { return one.key === sort.replace("-", ""); });
    if (!column || sort === view.order) return view.rows;
    const values = valuesOf(view, column), sign = sort.startsWith("-") ? -1 : 1;
    return view.rows.slice().sort(function (one, other) {
      const a = values.get(one), b = values.get(other);
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined); // last either way
      return sign * (column.isText ? compare(a, b) : a < b ? -1 : a > b ? 1 : 0);
    });
  }

  function show(view, choice) {
    view.choice = choice;
    sortBy(view, choice.sort || view.order);
    const keep = fits(view, choice);
    let kept = 0;
    for (const row of view.sortedRows) {
      const fit = keep(row);
      if (fit) kept += 1;
      const hide = !fit || kept > view.most;
      if (row.hidden !== hide) row.hidden = hide;
    }
    if (view.tools) tell(view, kept);
  }

  function sortBy(view, sort) {
    if (sort === view.sorted) return;
    view.sortedRows = sortedRows(view, sort);
    if (view.sorted || sort !== view.order) view.table.tBodies[0].append(...view.sortedRows);
    view.sorted = sort;
    for (const column of view.columns) mark(column, sort);
  }

  function mark(column, sort) {
    if (sort === column.key) column.head.setAttribute("aria-sort", "ascending");
    else if (sort === "-" + column.key) column.head.setAttribute("aria-sort", "descending");
    else column.head.removeAttribute("aria-sort");
  }

  function tell(view, kept) {
    const { search, picks, order, count, clear, none, more } = view.tools;
    if (search.value !== (view.choice.q || "")) search.value = view.choice.q || "";
    for (const [key, pick] of picks) pick.value = view.choice[key] || "";
    order.value = view.sorted.replace("-", "");
    count.textContent = saying(view, kept).replace("{shown}", kept).replace("{all}", view.rows.length);
    clear.hidden = !Object.keys(view.choice).length && !view.marked;
    none.hidden = kept > 0;
    more.hidden = kept <= view.most;
    more.textContent = words.more.replace("{all}", kept);
  }

  function saying(view, kept) {
    if (!view.marked) return words.shown;
    if (kept < view.marked.size) return words.among;
    return kept === 1 ? words.marked_one : words.marked;
  }

  /* One part of the choice changed by the reader. */
  function choose(view, part) {
    const choice = Object.fromEntries(Object.entries({ ...view.choice, ...part }).filter(function (entry) { return entry[1]; }));
    if (choice.sort === view.order) delete choice.sort;
    show(view, choice);
    clearTimeout(view.writing);
    view.writing = setTimeout(function () { write(view); }, 250); // browsers refuse an address that changes with every key
  }

  /* ---------- the address ---------- */

  function write(view) {
    const chosen = new URLSearchParams(view.choice).toString();
    try {
      history.replaceState(history.state, "", chosen ? "#" + view.name + "?" + chosen : "#" + view.name);
    } catch (refused) {} // the table still does what was asked for
  }

  function isAddressed(view) {
    return location.hash.slice(1).split("?")[0] === view.name;
  }

  function read(view) {
    if (!isAddressed(view)) return {};
    const chosen = location.hash.split("?")[1];
    const known = ["q", "sort", ...view.columns.map(function (column) { return column.key; })];
    return Object.fromEntries(Array.from(new URLSearchParams(chosen)).filter(function (part) { return known.includes(part[0]) && part[1]; }));
  }

  /* ---------- what a reader works with ---------- */

  function make(tag, properties, parent, name) {
    const element = Object.assign(document.createElement(tag), properties);
    if (name) element.setAttribute("aria-label", name);
    parent?.append(element);
    return element;
  }

  function addButtons(view) {
    for (const column of view.columns) {
      const button = make("button", { type: "button" });
      button.append(...column.head.childNodes);
      column.head.append(button);
      button.addEventListener("click", function () {
        const [usual, other] = column.isText ? [column.key, "-" + column.key] : ["-" + column.key, column.key];
        choose(view, { sort: view.sorted === usual ? other : usual });
      });
    }
  }

  function addTools(view) {
    const box = view.table.previousElementSibling; // keeps the room, so that nothing moves
    box.setAttribute("role", "search");
    const search = make("input", { type: "search", placeholder: words.filter }, box, words.filter);
    search.addEventListener("input", function () { choose(view, { q: search.value.trim() }); });
    const picks = view.columns.map(function (column) { return addPick(view, column, box); }).filter(Boolean);
    const order = addOrder(view, box);
    const count = make("output", {}, box);
    const clear = make("button", { type: "button", textContent: words.clear, hidden: true }, box);
    clear.addEventListener("click", function () {
      show(view, {});
      if (view.marked) document.dispatchEvent(new CustomEvent("report:brush", { detail: { listing: view.name, places: null } }));
      write(view);
      search.focus();
    });
    const none = make("p", { className: "rg-none", textContent: words.none, hidden: true });
    const more = make("button", { type: "button", className: "rg-more", hidden: true });
    more.addEventListener("click", function () { showAll(view); });
    view.table.after(none, more);
    view.tools = { search, picks, order, count, clear, none, more };
  }

  /* The reader goes on where the rows ended. */
  function showAll(view) {
    const next = view.sortedRows.filter(fits(view, view.choice))[view.most];
    view.most = Infinity;
    show(view, view.choice);
    next.cells[0].tabIndex = -1;
    next.cells[0].focus({ preventScroll: true });
  }

  function addPick(view, column, box) {
    if (column.filter === undefined) return null;
    const labels = Array.from(new Set(view.rows.flatMap(function (row) { return labelsOf(view, column, row); }))).sort(compare);
    if (labels.length < 2) return null;
    const pick = make("select", {}, box, column.label);
    make("option", { value: "", textContent: words.any.replace("{column}", column.label) }, pick);
    for (const label of labels) make("option", { value: label, textContent: label }, pick);
    pick.addEventListener("change", function () { choose(view, { [column.key]: pick.value }); });
    return [column.key, pick];
  }

  /* For screens without room for every head. */
  function addOrder(view, box) {
    const order = make("select", { className: "rg-tools__order" }, box, words.order);
    for (const column of view.columns) {
      make("option", { value: column.key, textContent: words.sort.replace("{column}", column.label) }, order);
    }
    order.addEventListener("change", function () {
      const column = view.columns.find(function (one) { return one.key === order.value; });
      choose(view, { sort: column.isText ? column.key : "-" + column.key });
    });
    return order;
  }

  /* ---------- start ---------- */

  for (const table of root.querySelectorAll("table.is-live")) {
    const view = viewOf(table);
    addButtons(view);
    if (table.previousElementSibling.matches(".rg-tools")) addTools(view);
    if (view.rows.length > AT_ONCE * 1.2) view.most = AT_ONCE;
    show(view, read(view));
    if (Object.keys(view.choice).length) table.closest("[data-listing]").scrollIntoView();
    window.addEventListener("hashchange", function () {
      if (isAddressed(view)) show(view, read(view));
    });
    document.addEventListener("report:brush", function (event) { // from a chart, or from Clear
      const { listing, places } = event.detail;
      if (listing !== view.name) return;
      view.marked = places && new Set(places.map(function (place) { return view.rows[place]; }));
      show(view, view.choice);
    });
  }
})();

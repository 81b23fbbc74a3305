/* What a page does beyond being read: charts become interactive when they are scrolled to, the Notes table sorts and
   filters, the active tab is in view, the months can be switched. Without this script everything is still there to read.
   No request goes to another host, and nothing is fetched, so that a site opened from a folder works as well. */
(function () {
  "use strict";

  // document.currentScript is gone once anything below runs later.
  const here = new URL(".", document.currentScript.src);
  const root = document.querySelector(".rg");

  /* ---------- charts: the drawing in the page becomes Vega's own, of the same size and look ---------- */

  const loading = new Map();

  function load(path) {
    if (!loading.has(path)) {
      loading.set(path, new Promise(function (done, failed) {
        const script = document.createElement("script");
        script.src = new URL(path, here);
        script.onload = done;
        script.onerror = failed;
        document.head.appendChild(script);
      }));
    }
    return loading.get(path);
  }

  const OPTIONS = {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true, // expressions are interpreted, so that a strict content policy can forbid eval
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "report" },
  };

  async function enliven(chart, canvas) {
    canvas.dataset.state = "waiting";
    const still = canvas.querySelector("svg");
    const live = document.createElement("div");
    try {
      const name = chart.dataset.chart;
      await Promise.all([load("vega.js"), load("charts/" + name + ".js")]);
      const spec = window.reportCharts[name][canvas.dataset.canvas];
      live.className = "rg-svg rg-live";
      live.style.cssText = "position:absolute;visibility:hidden;inset:0 auto auto 0";
      canvas.appendChild(live);
      const view = (await window.vegaEmbed(live, spec, OPTIONS)).view;
      await view.runAsync();
      adopt(live.querySelector("svg"), still);
      live.removeAttribute("style");
      still.remove();
      canvas.dataset.state = "live";
    } catch (problem) {
      live.remove(); // the still drawing stays: nothing is lost
      canvas.dataset.state = "still";
    }
  }

  /* Vega's SVG takes over the size, the words and the place of the still one, so that nothing on the page moves. */
  function adopt(svg, still) {
    svg.setAttribute("viewBox", still.getAttribute("viewBox"));
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.style.cssText = still.style.cssText;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", still.getAttribute("aria-label"));
  }

  function watchCharts() {
    if (!("IntersectionObserver" in window)) return;
    const seen = new IntersectionObserver(function (entries) {
      for (const entry of entries) {
        const canvas = entry.target;
        if (!entry.isIntersecting || canvas.dataset.state) continue;
        seen.unobserve(canvas);
        enliven(canvas.closest("[data-chart]"), canvas);
      }
    }, { rootMargin: "0px 0px 120px 0px" });
    // Canvases for other widths have no box, so they are not seen until the window is turned.
    for (const canvas of root.querySelectorAll("[data-chart] .rg-canvas")) seen.observe(canvas);
  }

  /* ---------- the table of all notes ---------- */

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

  /* ---------- months ---------- */

  /* Material's selector asks for versions.json and leads to the start of another month. `versions.js` holds the same
     list, with each month's pages: a switch then stays on the page, and works from a folder too, where nothing can be
     asked for. */
  function watchMonths() {
    load("../../versions.js").then(function () {
      const months = window.reportMonths;
      if (location.protocol === "file:") showMonths(months);
      document.addEventListener("click", function (event) { switchMonth(event, months); }, true);
    }, function () {}); // a month looked at by itself has no others
  }

  function currentMonth() {
    return decodeURIComponent(new URL("..", here).pathname.split("/").at(-2));
  }

  function showMonths(months) {
    const topic = document.querySelector(".md-header__topic");
    const now = months.find(function (month) { return month.version === currentMonth(); });
    if (!topic || !now || topic.querySelector(".md-version")) return;
    const box = document.createElement("div");
    box.className = "md-version";
    const current = document.createElement("button");
    current.className = "md-version__current";
    current.textContent = now.title;
    const list = document.createElement("ul");
    list.className = "md-version__list";
    for (const month of months) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      item.className = "md-version__item";
      link.className = "md-version__link";
      link.href = new URL("../../" + month.version + "/index.html", here);
      link.textContent = month.title;
      item.appendChild(link);
      list.appendChild(item);
    }
    box.append(current, list);
    topic.appendChild(box);
  }

  function switchMonth(event, months) {
    const link = event.target instanceof Element && event.target.closest(".md-version__link");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const chosen = months.find(function (month) { return link.href.startsWith(new URL("../../" + month.version + "/", here)); });
    if (!chosen) return;
    event.preventDefault();
    event.stopPropagation();
    const page = location.pathname.split("/").pop() || "index.html";
    const same = chosen.pages.includes(page) ? page : "index.html";
    location.href = new URL("../../" + chosen.version + "/" + same, here);
  }

  /* ---------- start ---------- */

  const tab = document.querySelector(".md-tabs__item--active");
  if (tab) {
    const list = tab.parentElement;
    list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }
  watchMonths();
  if (root) {
    watchCharts();
    for (const table of root.querySelectorAll("table.is-sortable")) {
      makeSortable(table);
      makeFilterable(table);
    }
  }
})();

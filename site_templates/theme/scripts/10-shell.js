/* What a page does beyond being read: the active tab is in view, the months can be switched, charts become interactive, the
   Notes table sorts and filters. Without these scripts everything is still there to read. No request goes to another
   host, and nothing is fetched, so that a site opened from a folder works as well. */

/* What the scripts share: where their files lie, and scripts that are loaded when they are needed. */
window.report = (function () {
  "use strict";

  // document.currentScript is gone once anything below runs later.
  const here = new URL(".", document.currentScript.src);
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

  return { here: here, load: load, root: document.querySelector(".rg") };
})();

(function () {
  "use strict";

  const { here, load } = window.report;

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
})();

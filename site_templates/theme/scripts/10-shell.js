/* What a page does beyond being read: the scheme, the months and the tabs can be changed, parts can be linked to, charts
   become interactive, tables sort and filter. Without these scripts everything is still there to read. No request goes to
   another host, and nothing is fetched, so that a site opened from a folder works as well. */

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

  return { here: here, load: load, root: document.querySelector(".rg"), brush: {} };
})();

(function () {
  "use strict";

  const { here, load, root } = window.report;

  /* ---------- light and dark ---------- */

  /* The head of the page has shown the right one already; the choice is kept where Material keeps it. */
  function watchSchemes() {
    const { all, key, show } = window.reportSchemes;
    all.forEach(function (button, index) {
      button.addEventListener("click", function () {
        const next = (index + 1) % all.length;
        show(next);
        all[next].focus();
        try {
          localStorage.setItem(key, JSON.stringify({ index: next, color: { media: all[next].dataset.media, scheme: all[next].dataset.scheme } }));
        } catch (problem) {} // a browser that keeps nothing still shows it on this page
      });
    });
  }

  /* ---------- menus ---------- */

  /* A menu opens by its button, by the keyboard as by touch, and while a mouse is over it. It closes by its button, by
     Escape, by leaving it and by a press elsewhere. */
  function watchMenu(menu, button, opening) {
    let wasOpen = false;
    const isOpen = function () { return button.getAttribute("aria-expanded") === "true"; };
    const open = function (yes) {
      if (yes && opening) opening();
      button.setAttribute("aria-expanded", yes);
    };
    open(false);
    menu.addEventListener("pointerenter", function (event) { if (event.pointerType === "mouse") open(true); });
    menu.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse" && !menu.querySelector("ul").contains(document.activeElement)) open(false);
    });
    button.addEventListener("pointerdown", function (event) { wasOpen = event.pointerType !== "mouse" && isOpen(); });
    button.addEventListener("click", function (event) { open(event.detail ? !wasOpen : !isOpen()); });
    menu.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) open(false);
    });
    document.addEventListener("pointerdown", function (event) { if (!menu.contains(event.target)) open(false); });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !isOpen()) return;
      if (menu.contains(document.activeElement)) button.focus();
      open(false);
    });
  }

  /* ---------- months ---------- */

  /* `versions.js`, beside the months, holds the list of all with their pages: a switch stays on the page, and works from a
     folder too, where nothing can be asked for. */
  function watchMonths(menu) {
    const link = menu.querySelector(".md-version__current");
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.setAttribute("aria-label", link.getAttribute("aria-label"));
    button.setAttribute("aria-controls", "rg-months");
    button.append(...link.childNodes);
    link.replaceWith(button);
    const list = menu.querySelector("ul");
    watchMenu(menu, button, function () {
      load("../../versions.js").then(function () { listMonths(list); }, function () {}); // a month looked at by itself has no others
    });
  }

  function listMonths(list) {
    if (list.childElementCount > 1) return;
    const now = decodeURIComponent(new URL("..", here).pathname.split("/").at(-2));
    const page = location.pathname.split("/").pop() || "index.html";
    list.prepend(...window.reportMonths.map(function (month) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      item.className = "md-version__item";
      link.className = "md-version__link";
      link.href = new URL("../../" + month.version + "/" + (month.pages.includes(page) ? page : "index.html"), here);
      link.textContent = month.title;
      if (month.version === now) link.setAttribute("aria-current", "true");
      item.appendChild(link);
      return item;
    }));
  }

  /* ---------- tabs ---------- */

  /* The active one is in view, and the line fades on the side where there are more. */
  function watchTabs(list) {
    const active = list.querySelector(".md-tabs__item--active");
    if (active) list.scrollLeft = active.offsetLeft - (list.clientWidth - active.offsetWidth) / 2;
    const fade = function () {
      const left = list.scrollWidth - list.clientWidth - list.scrollLeft;
      list.dataset.more = [list.scrollLeft > 2 ? "before" : "", left > 2 ? "after" : ""].join(" ").trim();
    };
    list.addEventListener("scroll", fade, { passive: true });
    window.addEventListener("resize", fade);
    if (document.fonts) document.fonts.ready.then(fade);
    fade();
  }

  /* ---------- links to parts ---------- */

  /* Each part has an id; beside its title stands a link to it, quiet until the title is pointed at. */
  function linkParts() {
    const says = document.getElementById("rg-shell").dataset.link;
    for (const title of root.querySelectorAll("h2")) {
      const part = title.closest("[id]:not([id$='-title'])");
      if (!part || part === root || !root.contains(part) || title.closest("summary")) continue;
      const link = document.createElement("a");
      link.className = "rg-anchor";
      link.href = "#" + part.id;
      link.textContent = "#";
      link.setAttribute("aria-label", says);
      title.classList.add("has-anchor");
      title.append(link);
    }
  }

  /* A part inside of a fold can be seen only when it is open. */
  function unfold() {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!part) return;
    const folds = [part.querySelector(":scope > details.rg-fold"), part.closest("details")];
    const shut = folds.filter(function (fold) { return fold && !fold.open; });
    shut.forEach(function (fold) { fold.open = true; });
    if (shut.length) part.scrollIntoView();
  }

  /* ---------- start ---------- */

  watchSchemes();
  for (const menu of document.querySelectorAll(".md-version[data-menu]")) watchMonths(menu);
  for (const menu of document.querySelectorAll(".rg-languages")) watchMenu(menu, menu.querySelector("button"));
  for (const list of document.querySelectorAll(".md-tabs__list")) watchTabs(list);
  if (root) linkParts();
  window.addEventListener("hashchange", unfold);
  unfold();
})();

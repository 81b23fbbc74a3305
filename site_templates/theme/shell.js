/* Before anything is painted: which scheme, and that scripts run. Loaded within the head of each page, right behind the
   buttons of the schemes, and waited for. A file like any other, so that a content policy needs to allow nothing inline. */
(function (said) {
  "use strict";

  const all = Array.from(document.querySelectorAll(".rg-schemes button"));
  const key = new URL(said.dataset.scope, location).pathname + ".__palette";
  const asked = all.map(function (one) { return matchMedia(one.dataset.media || "all"); });

  function kept() {
    try { return JSON.parse(localStorage.getItem(key)); } catch (problem) { return null; }
  }

  function chosen() {
    const was = kept();
    const same = function (one) { return one.dataset.scheme === was.color.scheme; };
    if (was && was.color && all.some(same)) return all[was.index] && same(all[was.index]) ? was.index : all.findIndex(same);
    return Math.max(0, asked.findIndex(function (one) { return one.matches; }));
  }

  function show(index) {
    if (!all.length) return;
    document.body.dataset.mdColorScheme = all[index].dataset.scheme;
    all.forEach(function (one, place) { one.hidden = place !== index || !one.title; });
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      meta.media = meta.dataset.scheme === all[index].dataset.scheme ? "all" : "not all";
    }
  }

  /* Rows that the address asks for are shown at once, not after all the others. */
  const { classList } = document.documentElement;
  document.documentElement.className = location.hash.includes("?") ? "js is-asked" : "js";
  document.addEventListener("DOMContentLoaded", function () { classList.remove("is-asked"); });
  show(chosen());
  asked.forEach(function (one) { one.onchange = function () { show(chosen()); }; });
  window.reportSchemes = { all: all, key: key, show: show };
})(document.currentScript);

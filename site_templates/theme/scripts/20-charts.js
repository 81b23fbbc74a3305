/* Charts become interactive when they are scrolled to: the drawing in the page becomes Vega's own, of the same size and
   look. */
(function () {
  "use strict";

  const { load, root } = window.report;

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

  if (root) watchCharts();
})();

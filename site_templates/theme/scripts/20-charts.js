/* Charts become interactive once a reader does something: the drawing in the page becomes Vega's own, of the same size and
   look. Then a pointer, a tap or the arrow keys go from value to value: the value is said in words beside its mark, and
   what belongs to another line or row steps back. */
(function () {
  "use strict";

  const { load, root, brush } = window.report;

  const OPTIONS = {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true, // expressions are interpreted, so that a strict content policy can forbid eval
    defaultStyle: false,
    tooltip: false, // ours, below
  };
  const GESTURES = ["wheel", "pointerdown", "touchstart", "keydown"]; // a page scrolls without anybody, to what a link names
  const REACH = 36; // pixels from a pointer to a mark that it may mean
  const SVG = "http://www.w3.org/2000/svg";

  /* ---------- from drawing to chart ---------- */

  async function enliven(canvas) {
    if (canvas.dataset.state) return;
    canvas.dataset.state = "waiting";
    const still = canvas.querySelector("svg");
    const live = document.createElement("div");
    try {
      const name = canvas.closest("[data-chart]").dataset.chart;
      await Promise.all([load("vega.js"), load("charts/" + name + ".js")]);
      const spec = window.reportCharts[name][canvas.dataset.canvas];
      const view = (await window.vegaEmbed(live, spec, OPTIONS)).view;
      await view.runAsync();
      const svg = live.querySelector("svg");
      adopt(svg, still);
      still.replaceWith(svg);
      makePointable(canvas, svg, marksOf(view), spec.usermeta);
      canvas.dataset.state = "live";
    } catch (problem) {
      canvas.dataset.state = "still"; // the drawing stays: nothing is lost
    }
  }

  /* Vega's SVG takes over the size, the words and the place of the still one, so that nothing on the page moves. */
  function adopt(svg, still) {
    for (const name of ["width", "height", "aria-roledescription"]) svg.removeAttribute(name);
    for (const name of ["viewBox", "class", "role", "aria-label"]) svg.setAttribute(name, still.getAttribute(name));
    for (const part of svg.querySelectorAll("[role]")) { // one image: its parts are nothing by themselves
      for (const name of ["role", "aria-roledescription", "aria-label"]) part.removeAttribute(name);
    }
  }

  /* ---------- marks ---------- */

  /* Vega's marks that have something to say, in the pixels of the drawing: {x, y, box, lines, key, place}; and the
     elements that belong to a key or a place, as [key, element]. */
  function marksOf(view) {
    const found = { points: [], keyed: [], placed: [], top: view.padding().top, height: view.height() };
    walk(view.scenegraph().root, view.padding().left, view.padding().top, found);
    const told = new Set();
    found.points = found.points.filter(function (point) { // a line says at its corners what its dots say
      const place = [point.x.toFixed(1), point.y.toFixed(1), point.place, point.lines].join();
      return !told.has(place) && told.add(place);
    });
    found.points.sort(function (a, b) { return a.x - b.x || a.y - b.y; });
    return found;
  }

  function walk(mark, left, top, found) {
    for (const item of mark.items) {
      if (item._svg && item.datum && item.datum.key !== undefined) found.keyed.push([item.datum.key, item._svg]);
      if (item._svg && item.datum && item.datum.place !== undefined) found.placed.push([item.datum.place, item._svg]);
      if (mark.marktype === "group") {
        for (const inner of item.items) walk(inner, left + (item.x || 0), top + (item.y || 0), found);
      } else if (item.tooltip && item.defined !== false) {
        found.points.push(pointOf(item, mark.marktype, left, top));
      }
    }
  }

  function pointOf(item, type, left, top) {
    const { key, place } = item.datum;
    const point = { x: left + item.x, y: top + item.y, lines: String(item.tooltip).split("\n"), key, place };
    if (type === "rect") {
      point.box = { x: point.x, y: point.y, width: item.width, height: item.height };
      point.x += item.width / 2;
    }
    point.size = type === "symbol" ? Math.sqrt(item.size / Math.PI) : 3;
    return point;
  }

  /* ---------- which one is meant ---------- */

  /* The nearest to a place; in a chart of columns or rows the nearest of the nearest column or row. */
  function nearest(points, near, x, y, reach) {
    let best = null;
    let least = Infinity;
    for (const point of points) {
      const [across, down] = away(point, x, y);
      const far = near === "x" ? across * 1000 + down : near === "y" ? down * 1000 + across : Math.hypot(across, down);
      if (far < least) [best, least] = [point, far];
    }
    if (!best) return null;
    const [across, down] = away(best, x, y);
    const far = near === "x" ? across : near === "y" ? down : Math.hypot(across, down);
    return far <= reach ? best : null;
  }

  function away(point, x, y) {
    const box = point.box;
    if (!box) return [Math.abs(point.x - x), Math.abs(point.y - y)];
    return [Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height)];
  }

  /* Where an arrow leads. In a chart of columns along the line of what is shown, or to another line of the column; else to
     the next mark on that side. */
  function beside(points, near, now, across, step) {
    const own = points.filter(function (point) { return across ? point.key === now.key : Math.abs(point.x - now.x) < 1; });
    const course = near === "x" && own.length > 1 ? own : points;
    const ordered = across ? course : course.slice().sort(function (a, b) { return a.y - b.y || a.x - b.x; });
    return ordered[Math.min(Math.max(ordered.indexOf(now) + step, 0), ordered.length - 1)];
  }

  /* ---------- showing it ---------- */

  function makePointable(canvas, svg, marks, { near, brushes }) {
    const { points } = marks;
    if (!points.length) return;
    const tip = document.createElement("div");
    tip.className = "rg-tip";
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true"); // it is said in the page's voice
    const spot = svg.appendChild(document.createElementNS(SVG, "g"));
    spot.setAttribute("class", "rg-point");
    canvas.appendChild(tip);
    const several = new Set(marks.keyed.map(function (pair) { return pair[0]; })).size > 1;
    const table = brushes ? brush.make(canvas, svg, marks, brushes, function () { show(null); }) : null;
    let now = null;

    function show(point) {
      if (point === now) return;
      now = point;
      spot.replaceChildren(...(point ? signs(point, near, marks) : []));
      for (const [key, element] of marks.keyed) {
        element.toggleAttribute("data-dim", Boolean(point && several && point.key !== undefined && key !== point.key));
      }
      tip.hidden = !point;
      if (point) place(tip, point, canvas, svg);
    }

    function at(event) {
      const box = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / box.width;
      const touch = event.pointerType === "touch" ? 1.4 : 1;
      return nearest(points, near, (event.clientX - box.x) * scale, (event.clientY - box.y) * scale, REACH * touch * scale);
    }

    canvas.addEventListener("pointermove", function (event) { if (event.pointerType !== "touch" && !event.buttons) show(at(event)); });
    canvas.addEventListener("pointerleave", function (event) { if (event.pointerType !== "touch") show(null); });
    canvas.addEventListener("click", function (event) { show(at(event)); });
    canvas.addEventListener("blur", function () { show(null); });
    document.addEventListener("pointerdown", function (event) { if (!canvas.contains(event.target)) show(null); });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") show(null); });
    addEventListener("resize", function () { show(null); });
    if (!canvas.closest("figure")) return; // small ones are drawn again on a page of their own
    makeReachable(canvas, points, function (across, step) { return beside(points, near, now || points.at(-1), across, now ? step : 0); }, show);
    if (table) makeOpenable(canvas, table, function () { return now; });
  }

  /* A ring or a frame around the mark; in a course of dots a hairline through it as well. */
  function signs(point, near, marks) {
    const { box } = point;
    const frame = box
      ? drawn("rect", { x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4 })
      : drawn("circle", { cx: point.x, cy: point.y, r: point.size + 3 });
    if (box || near !== "x") return [frame];
    const bottom = marks.top + marks.height;
    return [drawn("line", { x1: point.x, x2: point.x, y1: marks.top, y2: bottom }), frame];
  }

  function drawn(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    return element;
  }

  /* The words above the mark, or below where there is no room, always within the screen. */
  function place(tip, point, canvas, svg) {
    tip.replaceChildren(...point.lines.map(function (line, index) {
      const row = document.createElement(index === 0 && point.lines.length > 1 ? "b" : "span");
      row.textContent = line;
      return row;
    }));
    tip.style.transform = "none";
    const whole = canvas.getBoundingClientRect();
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    const [x, y] = [box.x + point.x * scale, box.y + point.y * scale];
    const gap = 14 + point.size;
    const screen = document.documentElement.clientWidth;
    const left = Math.min(Math.max(x - tip.offsetWidth / 2, 8), screen - tip.offsetWidth - 8);
    const above = y - tip.offsetHeight - gap;
    const top = above > 100 ? above : y + gap; // the page's head covers the top of the screen
    tip.style.transform = "translate(" + Math.round(left - whole.x) + "px," + Math.round(top - whole.y) + "px)";
  }

  /* ---------- by keyboard ---------- */

  const STEPS = { ArrowLeft: [true, -1], ArrowRight: [true, 1], ArrowUp: [false, -1], ArrowDown: [false, 1] };

  function makeReachable(canvas, points, next, show) {
    const title = canvas.closest("figure").querySelector("h2");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application"); // a screen reader leaves the arrow keys to it
    canvas.setAttribute("aria-label", title.textContent + ". " + window.reportCharts.said.keys);
    canvas.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = STEPS[event.key];
      const end = { Home: points[0], End: points.at(-1) }[event.key];
      if (!step && !end) return;
      event.preventDefault();
      const point = end || next(...step);
      show(point);
      say(point.lines.join(", "));
    });
  }

  /* Enter leads from a dot to its row in the page's table. */
  function makeOpenable(canvas, table, now) {
    canvas.setAttribute("aria-label", canvas.getAttribute("aria-label") + " " + table.keys);
    canvas.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.target !== canvas || !now()) return;
      event.preventDefault();
      table.open(now());
    });
  }

  /* One place of the page speaks for all charts. */
  function say(words) {
    let voice = root.querySelector(".rg-voice");
    if (!voice) {
      voice = root.appendChild(document.createElement("p"));
      voice.className = "rg-voice";
      voice.setAttribute("aria-live", "polite");
    }
    voice.textContent = words;
  }

  /* ---------- when ---------- */

  /* Nothing is fetched for somebody who only looks. The first gesture wakes the charts in view and then those that come
     near; where data are to be saved, only a chart that is itself pointed at or used. */
  function watchCharts() {
    const seen = new IntersectionObserver(function (entries) {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        enliven(entry.target);
      }
    }, { rootMargin: "0px 0px 120px 0px" });

    function begin(event) {
      // What is pressed in the page's head leads to another page, as a rule; a wheel turned over it moves this one.
      if (event.type !== "wheel" && event.target instanceof Element && event.target.closest(".md-header")) return;
      for (const gesture of GESTURES) removeEventListener(gesture, begin, true);
      // Canvases for other widths have no box, so they are not seen until the window is turned.
      for (const canvas of root.querySelectorAll("[data-chart] .rg-canvas")) seen.observe(canvas);
    }

    function use(event) {
      const chart = event.target.closest("[data-chart]");
      const canvas = chart && Array.from(chart.querySelectorAll(".rg-canvas")).find(function (one) { return one.offsetHeight; });
      if (canvas) enliven(canvas);
    }

    for (const kind of ["pointerover", "focusin"]) root.addEventListener(kind, use);
    if (navigator.connection && navigator.connection.saveData) return;
    for (const gesture of GESTURES) addEventListener(gesture, begin, { capture: true, passive: true });
  }

  if (root && "IntersectionObserver" in window) watchCharts();
})();

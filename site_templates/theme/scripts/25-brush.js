/* Dots marked with a rectangle, or one of them by the keyboard, to read of just those in the table below. Chart and table
   tell each other by the event "report:brush" on the document: {listing, places}, where a place is that of a row in the
   table as the page came, and no places mean that nothing is marked. */
(function () {
  "use strict";

  const { brush, root } = window.report;
  const SVG = "http://www.w3.org/2000/svg";
  const LEAST = 5; // pixels: what moves less is a click

  function tell(listing, places) {
    document.dispatchEvent(new CustomEvent("report:brush", { detail: { listing, places } }));
  }

  function make(tag, properties, parent) {
    return parent.appendChild(Object.assign(document.createElement(tag), properties));
  }

  /* A small frame that says how many rows there are now, leads to them and undoes it. */
  function makeSign(canvas, table, words, clear) {
    const sign = make("div", { className: "rg-marked", hidden: true }, canvas);
    const go = make("button", { type: "button" }, sign);
    go.addEventListener("click", function () { table.closest("section").scrollIntoView(); });
    make("button", { type: "button", textContent: words.clear }, sign).addEventListener("click", clear);
    return {
      sign,
      count: function (kept) { go.textContent = words.shown.replace("{shown}", kept).replace("{all}", table.tBodies[0].rows.length) + " ↓"; },
    };
  }

  /* `marks` as 20-charts.js finds them; `hush` takes away what a chart says of one value. */
  brush.make = function (canvas, svg, marks, listing, hush) {
    const table = root.querySelector("[data-listing='" + listing + "'] .rg-tools + table.is-live");
    if (!table) return null;
    const words = JSON.parse(document.getElementById("rg-said").textContent);
    const { sign, count } = makeSign(canvas, table, words, clear);
    make("p", { className: "rg-brush-hint", textContent: words.brush }, canvas).setAttribute("aria-hidden", "true");
    canvas.classList.add("is-brushed");
    const frame = svg.appendChild(document.createElementNS(SVG, "rect"));
    frame.setAttribute("class", "rg-brush");
    let start = null; // where a drag began
    let moved = false;
    let marked = null;
    let corner = null; // of the canvas, where the frame ends
    let byKey = false;

    function clear() { tell(listing, null); }

    /* Where the pointer is in the drawing, no further out than where dots may be. */
    function at(event) {
      const box = svg.getBoundingClientRect();
      const { width } = svg.viewBox.baseVal;
      const [x, y] = [event.clientX - box.x, event.clientY - box.y].map(function (one) { return one * width / box.width; });
      return { x: Math.min(Math.max(x, 1), width - 1), y: Math.min(Math.max(y, marks.top - 6), marks.top + marks.height) };
    }

    function within({ x, y, width, height }) {
      const inside = marks.points.filter(function (point) {
        return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
      });
      return inside.map(function (point) { return point.place; });
    }

    function drawTo(end) {
      const area = {
        x: Math.min(start.x, end.x), y: Math.min(start.y, end.y),
        width: Math.abs(start.x - end.x), height: Math.abs(start.y - end.y),
      };
      for (const name of Object.keys(area)) frame.setAttribute(name, area[name]);
      corner = { x: area.x + area.width, y: area.y };
      return within(area);
    }

    function dim(places) {
      const chosen = places && new Set(places);
      for (const [place, element] of marks.placed) element.toggleAttribute("data-out", Boolean(chosen) && !chosen.has(place));
    }

    function showSign() {
      count(marked.length);
      sign.hidden = false;
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const left = Math.min(Math.max(corner.x * scale - sign.offsetWidth, 0), canvas.offsetWidth - sign.offsetWidth);
      sign.style.transform = "translate(" + Math.round(left) + "px," + Math.round(corner.y * scale - sign.offsetHeight - 4) + "px)";
    }

    function abort() {
      start = null;
      moved = false;
      frame.toggleAttribute("data-drawn", false);
      dim(marked);
    }

    canvas.addEventListener("pointerdown", function (event) {
      moved = false;
      if (event.pointerType === "touch" || event.button !== 0 || sign.contains(event.target)) return;
      start = at(event);
    });
    // A pen would move the page; a finger may.
    canvas.addEventListener("touchstart", function (event) { if (start) event.preventDefault(); }, { passive: false });
    canvas.addEventListener("pointermove", function (event) {
      if (!start) return;
      const end = at(event);
      if (!moved && Math.hypot(end.x - start.x, end.y - start.y) < LEAST) return;
      if (!moved) canvas.setPointerCapture(event.pointerId);
      moved = true;
      hush();
      sign.hidden = true;
      frame.toggleAttribute("data-drawn", true);
      dim(drawTo(end));
    });
    canvas.addEventListener("pointerup", function (event) {
      if (!start) return;
      const places = moved ? drawTo(at(event)) : [];
      start = null;
      byKey = false;
      if (places.length || marked) tell(listing, places.length ? places : null);
      else if (moved) abort();
    });
    canvas.addEventListener("pointercancel", abort);
    canvas.addEventListener("click", function (event) { // the end of a drag is no click
      if (moved || sign.contains(event.target)) event.stopImmediatePropagation();
      moved = false;
    });

    document.addEventListener("report:brush", function (event) {
      if (event.detail.listing !== listing) return;
      marked = event.detail.places;
      dim(marked);
      if (marked && corner) return showSign();
      const goBack = byKey || sign.contains(document.activeElement);
      [sign.hidden, corner, byKey] = [true, null, false];
      frame.toggleAttribute("data-drawn", false);
      if (goBack) canvas.focus();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || event.target.value) return; // a field that is being emptied
      if (start) abort();
      else if (marked) clear();
    });

    return {
      keys: words.enter,
      /* The row of one dot, which the reader goes on from; Escape leads back. */
      open: function (point) {
        frame.toggleAttribute("data-drawn", false);
        corner = { x: point.x, y: point.y - point.size - 4 };
        byKey = true;
        tell(listing, [point.place]);
        const cell = table.querySelector("tbody tr:not([hidden]) th");
        if (!cell) return;
        cell.tabIndex = -1;
        cell.focus({ preventScroll: true });
        cell.scrollIntoView({ block: "center" });
      },
    };
  };
})();

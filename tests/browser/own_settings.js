/* What is wrong with a page that its reader has set up for themselves, as sentences. */
window.settings = (function () {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const short = text => `“${text.trim().replace(/\s+/g, " ").slice(0, 30)}”`;

  /* ---------- more air ---------- */

  /* As WCAG 1.4.12 has it. */
  function space() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
  }

  function hidden() {
    return all("body *:not(svg, svg *, details)").filter(box => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(box);
      if (!box.checkVisibility() || box.clientWidth < 2 || clipPath !== "none") return false;
      return overflowX === "hidden" && box.scrollWidth > box.clientWidth + 1
        || overflowY === "hidden" && box.scrollHeight > box.clientHeight + 3;
    });
  }

  /* Where letters stand, without the air above and below them. */
  function lines() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.textContent.trim() || holder.closest("svg, script, thead .scale, .md-header")) continue;
      if (!holder.checkVisibility({ visibilityProperty: true }) || getComputedStyle(holder).clipPath !== "none") continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { top, bottom, left, right } of range.getClientRects()) {
        const air = (bottom - top) * .22;
        found.push({ top: top + air, bottom: bottom - air, left, right, node });
      }
    }
    return found.sort((a, b) => a.top - b.top);
  }

  function* overlaps(found) {
    for (const [place, one] of found.entries()) {
      for (let next = place + 1; next < found.length && found[next].top < one.bottom; next++) {
        const across = Math.min(one.right, found[next].right) - Math.max(one.left, found[next].left);
        if (found[next].node !== one.node && across > 3) yield [one.node, found[next].node];
      }
    }
  }

  function cut() {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...(scrollWidth > clientWidth ? [`it scrolls sideways to ${scrollWidth}`] : []),
      ...hidden().map(box => `${short(box.textContent)} is cut off`),
      ...[...overlaps(lines())].map(([one, other]) => `${short(one.textContent)} lies on ${short(other.textContent)}`),
    ];
  }

  /* ---------- colours of the system's own ---------- */

  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  function luminance(colour) {
    if (!known.has(colour)) {
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data]
        .map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
      known.set(colour, .2126 * r + .7152 * g + .0722 * b);
    }
    return known.get(colour);
  }

  function contrast(colour) {
    const [dark, light] = [getComputedStyle(document.body).backgroundColor, colour].map(luminance).sort((a, b) => a - b);
    return (light + .05) / (dark + .05);
  }

  /* What of drawings and tables can't be told from the page; `grounds` are the colours that are seen but never read. */
  function faint(grounds) {
    const said = new Set();
    for (const canvas of all(".rg-canvas").filter(one => one.offsetHeight)) {
      for (const mark of all("[fill], [stroke]", canvas)) for (const kind of ["fill", "stroke"]) {
        const drawn = mark.getAttribute(kind);
        if (!drawn || drawn === "none" || grounds.includes(drawn) || mark.hasAttribute("opacity")) continue;
        const shown = getComputedStyle(mark)[kind];
        const least = mark.matches("text, g:has(text)") ? 4.5 : 3;
        if (contrast(shown) < least) said.add(`${canvas.closest("[data-chart]").dataset.chart}: ${kind} ${drawn} is ${shown}`);
      }
    }
    for (const dot of all(".rg-dot:not(.is-before)").filter(one => one.checkVisibility())) {
      if (contrast(getComputedStyle(dot).backgroundColor) < 3) said.add("a dot in a table is not to be seen");
    }
    for (const tab of all(".md-tabs__item--active a")) {
      if (getComputedStyle(tab).borderBottomStyle !== "solid") said.add("the tab of the page is like the others");
    }
    return [...said];
  }

  /* ---------- any width ---------- */

  /* Of each chart: how many drawings are shown, the pixels beside the first, and the size of its letters. */
  function room() {
    return all("figure[data-chart]").map(figure => {
      const shown = all(".rg-canvas", figure).filter(canvas => canvas.offsetHeight);
      const drawing = shown[0].querySelector("svg");
      const { width } = drawing.getBoundingClientRect();
      return [figure.dataset.chart, shown.length, figure.clientWidth - width, 13 * width / drawing.viewBox.baseVal.width];
    });
  }

  return { space, cut, faint, room };
})();

/* What is wrong with a page as it stands, as sentences. Receives: wanted (title, lang, smallest, switches). */
wanted => {
  const complaints = [];
  const say = (...words) => complaints.push(words.join(" "));
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const isSeen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
  const short = text => `“${text.trim().replace(/\s+/g, " ").slice(0, 40)}”`;

  /* ---------- head ---------- */
  const html = document.documentElement;
  if (html.lang !== wanted.lang) say("lang is", html.lang, "instead of", wanted.lang);
  if (!document.title.trim()) say("there is no title");
  const robots = document.querySelector("meta[name=robots]");
  if (!robots || !robots.content.includes("noindex")) say("search engines may index it");

  /* ---------- outline ---------- */
  const headings = all("h1, h2, h3, h4, h5, h6").filter(isSeen);
  if (headings.filter(heading => heading.tagName === "H1").length !== 1) say("there is not one h1 but", headings.filter(heading => heading.tagName === "H1").length);
  headings.reduce((before, heading) => {
    const level = Number(heading.tagName[1]);
    if (level > before + 1) say("heading", short(heading.textContent), "is h" + level, "below h" + before);
    return level;
  }, 0);
  const ids = all("[id]").map(element => element.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) say("the id", id, "is there more than once");

  /* ---------- width ---------- */
  const width = html.clientWidth;
  if (html.scrollWidth > width) {
    const wide = all("body *").filter(e => isSeen(e) && e.getBoundingClientRect().right > width + 1).slice(0, 3);
    say("it scrolls sideways to", html.scrollWidth, "for", wide.map(e => e.tagName + "." + (e.getAttribute("class") || "")).join(", "));
  }

  /* ---------- charts ---------- */
  for (const chart of all("[data-chart]")) {
    const name = chart.dataset.chart;
    const shown = all(".rg-canvas svg", chart).filter(svg => isSeen(svg) && !svg.parentElement.closest("svg"));
    if (shown.length !== 1) { say("chart", name, "shows", shown.length, "drawings"); continue; }
    const box = shown[0].getBoundingClientRect();
    if (box.width < 100 || box.height < 30) say("chart", name, "is only", box.width, "by", box.height);
    for (const text of all("text", shown[0]).filter(one => one.textContent.trim() && isSeen(one))) {
      const own = text.getBoundingClientRect();
      const air = own.height / 5; // above and below what is drawn of the letters
      const beyond = Math.max(box.left - own.left, own.right - box.right, box.top - own.top - air, own.bottom - box.bottom - air);
      if (beyond > 2) say("chart", name, "writes", short(text.textContent), Math.round(beyond), "px beyond its edge");
    }
  }

  /* ---------- letters ---------- */
  const small = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.textContent.trim() || !isSeen(holder) || holder.closest("script, style, noscript")) continue;
    const svg = holder.closest("svg");
    const scale = svg && svg.viewBox.baseVal.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
    if (size < wanted.smallest) small.set(`${size.toFixed(1)} px in ${(svg || holder).closest("[id]")?.id || holder.className}`, short(node.textContent));
  }
  for (const [where, text] of small) say("letters of", where + ":", text);

  /* ---------- ways ---------- */
  for (const selector of wanted.switches) if (!all(selector).some(isSeen)) say("nothing is there to see of", selector);

  return complaints;
}

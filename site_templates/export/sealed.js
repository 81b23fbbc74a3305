/* Opens what report_gen/delivery/sealed.py has closed, and shows the pages of the month in this one document, each at an
   address of its own: this file's, a question mark, the page's path in the site. Nothing is fetched: what pages ask for is
   made of what was unpacked, and lives as long as the tab. */
(function () {
  "use strict";

  const here = location.href.split(/[?#]/)[0];
  const root = new URL(".", here).href; // as if the site lay beside this file: its scripts ask where they are
  const form = document.getElementById("lock");
  const field = document.getElementById("phrase");
  const head = document.getElementById("head").textContent;
  const body = bytesOf(document.getElementById("body").textContent);

  /* ---------- opening ---------- */

  function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let place = 0; place < text.length; place += 1) bytes[place] = text.charCodeAt(place);
    return bytes;
  }

  /* Rejects if the passphrase is another one, or head or body are not what was sealed. */
  async function opened(phrase) {
    const { subtle } = crypto;
    const { rounds, salt, nonce } = JSON.parse(head);
    const text = new TextEncoder();
    const secret = await subtle.importKey("raw", text.encode(phrase.normalize("NFKC").trim()), "PBKDF2", false, ["deriveKey"]);
    const derivation = { name: "PBKDF2", hash: "SHA-256", iterations: rounds, salt: bytesOf(salt) };
    const key = await subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    return subtle.decrypt({ name: "AES-GCM", iv: bytesOf(nonce), additionalData: text.encode(head) }, key, body);
  }

  /* The file that comes first, and all of them by path: each has its place in one run of bytes. */
  async function unpacked(plain) {
    const packed = new Blob([plain.slice(4, 4 + new DataView(plain).getUint32(0))]).stream();
    const bytes = await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    const start = 4 + new DataView(bytes).getUint32(0);
    const { first, files } = JSON.parse(new TextDecoder().decode(bytes.slice(4, start)));
    const content = Object.entries(files).map(function ([path, [from, to, type]]) {
      return [path, { type, bytes: new Uint8Array(bytes, start + from, to - from) }];
    });
    return { first, files: new Map(content) };
  }

  function tell(what) {
    for (const one of document.querySelectorAll("[data-says]")) one.hidden = one.dataset.says !== what;
    form.setAttribute("aria-busy", what === "opening");
  }

  async function open(event) {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    tell("opening");
    let plain;
    try {
      plain = await opened(field.value);
    } catch (refused) {
      tell("wrong");
      field.select();
      field.focus();
      return;
    }
    read(await unpacked(plain));
  }

  /* ---------- reading ---------- */

  function read({ first, files }) {
    const before = new Set(Object.getOwnPropertyNames(window));
    const places = new Map(Array.from(files.keys(), function (path) { return [new URL(path, root).href, path]; }));
    const addresses = new Map(); // by path, of what a browser loads or saves
    const paths = new Map();
    let now = null; // the page that is shown

    /* Where in the site an address leads, as pages have it here or as the site's scripts make it: {path, hash}, without a path
       if to none of its files. */
    function find(asked, base) {
      try {
        const { href, search, hash } = new URL(asked, base);
        const [place] = href.split(/[?#]/);
        return { path: places.get(place === here ? new URL(search.slice(1), root).href : place), hash };
      } catch (senseless) {
        return {};
      }
    }

    function textOf(path) {
      return new TextDecoder().decode(files.get(path).bytes);
    }

    function addressOf(path) {
      if (!addresses.has(path)) {
        const address = URL.createObjectURL(new Blob(partsOf(path), { type: files.get(path).type }));
        addresses.set(path, address);
        paths.set(address, path);
      }
      return addresses.get(path);
    }

    /* All pages have this one window: a script that declares something for all could run only once, so each keeps to itself. */
    function partsOf(path) {
      const { type, bytes } = files.get(path);
      if (type.startsWith("text/css")) return [styled(path)];
      return type.startsWith("text/javascript") ? ["(function () {", bytes, "\n}).call(window);"] : [bytes];
    }

    /* A style sheet with the fonts that it asks for. */
    function styled(path) {
      return textOf(path).replace(/url\("(?!data:)([^"]+)"\)/g, function (asked, name) {
        const font = find(name, root + path).path;
        return font ? 'url("' + addressOf(font) + '")' : asked;
      });
    }

    /* Scripts find what they load by where they lie (theme/scripts/10-shell.js): each says its place in the site. */
    function placeScripts() {
      const own = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src");
      Object.defineProperty(HTMLScriptElement.prototype, "src", {
        ...own,
        get: function () {
          const path = paths.get(own.get.call(this));
          return path ? root + path : own.get.call(this);
        },
        set: function (address) {
          const { path } = find(address, here);
          own.set.call(this, path ? addressOf(path) : address);
        },
      });
    }

    /* What an element of a page asks for, from where it is here. */
    function lead(element, page) {
      const name = element.hasAttribute("src") ? "src" : "href";
      const asked = element.getAttribute(name);
      if (/^(#|data:)/.test(asked)) return;
      const { path, hash } = find(asked, root + page);
      const isLink = element.tagName === "A";
      if (!path && isLink) Object.assign(element, { target: "_blank", rel: "noopener noreferrer" }); // and the report stays open
      if (!path) return;
      if (path.endsWith(".html")) return element.setAttribute(name, "?" + path + hash);
      element.setAttribute(name, addressOf(path));
      if (isLink) element.download = path.split("/").pop();
    }

    /* `height` is how far down the reader had come: not every browser remembers it of a document that is written anew. */
    function show(path, height) {
      endPage();
      const page = new DOMParser().parseFromString(textOf(path), "text/html");
      for (const rule of page.querySelectorAll("meta[http-equiv]")) rule.remove(); // this document's own policy holds
      for (const element of page.querySelectorAll("[src], [href]")) lead(element, path);
      now = path;
      document.open();
      document.addEventListener("click", follow);
      addEventListener("popstate", goBack);
      addEventListener("load", function () {
        if (height !== undefined) scrollTo(0, height);
        else if (location.hash) location.replace(location.hash); // as if the address had been opened
      });
      document.write("<!doctype html>" + page.documentElement.outerHTML);
      document.close();
      scrollTo(0, 0);
    }

    /* What the page before has begun or left ends with it, as it does where each page is a document. */
    function endPage() {
      for (let timer = setTimeout(function () {}); timer > 0; timer -= 1) clearTimeout(timer);
      for (const name of Object.getOwnPropertyNames(window)) {
        if (!before.has(name)) Reflect.deleteProperty(window, name);
      }
    }

    function follow(event) {
      const link = event.target.closest("a[href]");
      if (!link || link.download || link.target || event.defaultPrevented) return;
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const { path, hash } = find(link.getAttribute("href"), location);
      if (!path || (path === now && hash)) return; // to a part of this page: the browser's
      event.preventDefault();
      keep("replaceState", { height: scrollY }, location);
      keep("pushState", null, "?" + path + hash);
      show(path);
    }

    function goBack() {
      const path = find(location).path || first;
      if (path !== now) show(path, history.state ? history.state.height : undefined);
    }

    /* A browser that gives a file no history shows its pages all the same. */
    function keep(how, state, address) {
      try { history[how](state, "", address); } catch (refused) {}
    }

    placeScripts();
    const asked = find(location).path || first;
    keep("replaceState", null, "?" + asked + location.hash);
    show(asked);
  }

  /* ---------- start ---------- */

  if (!isSecureContext || !crypto.subtle || !("DecompressionStream" in window)) return; // the page has said so from the start
  form.hidden = false;
  tell("");
  form.addEventListener("submit", open);
  document.getElementById("show").addEventListener("change", function (event) { field.type = event.target.checked ? "text" : "password"; });
  field.focus();
})();

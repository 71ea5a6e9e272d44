"use strict";
/* Keys, files that come in, what changed elsewhere, questions before a decision. Everything else is the server's. */
(() => {
  const csrf = () => document.body.dataset.csrf;
  const one = (selector) => document.querySelector(selector);
  const message = (words, kind) => {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = words;
    one("#message").replaceChildren(line);
    fading();
  };
  /* good news goes after eight seconds, bad news stays until it is closed */
  const fading = () => {
    const line = one("#message > .good");
    if (line) setTimeout(() => { if (!line.contains(document.activeElement)) line.remove(); }, 8000);
  };

  /* ---------------------------------------------------------------- keys */
  const NAMES = {"【": "[", "】": "]", "、": "/", "？": "?", " ": "Space"};
  const BY_CODE = {BracketLeft: "[", BracketRight: "]", Space: "Space"};
  const typing = (target) => target.closest("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=hidden])");
  const nameOf = (event) => {
    let key = BY_CODE[event.code] || NAMES[event.key] || event.key;
    if (event.code === "Slash" && !event.shiftKey) key = "/";
    if (event.code === "Slash" && event.shiftKey) key = "?";
    if (/^(Key[A-Z])$/.test(event.code)) key = event.code.slice(3);
    if (/^Digit\d$/.test(event.code) && !event.shiftKey) key = event.code.slice(5);
    const marks = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
    return marks + (event.shiftKey && /^[A-Z]$/.test(key) ? "Shift+" : "") + key;
  };
  const press = (node) => {
    if (node.matches("input[type=file]")) node.click();
    else if (node.matches("input, select")) { node.focus(); if (node.select) node.select(); }
    else node.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const name = nameOf(event);
    if (one("dialog[open]")) return;
    if (name === "Escape") {
      if (document.activeElement && typing(document.activeElement)) document.activeElement.blur();
      else one("#message").replaceChildren();
      return;
    }
    const inField = typing(event.target);
    if (inField && name !== "Ctrl+Enter") return;
    const plain = !/^(Ctrl|Alt)\+/.test(name);
    if (plain && localStorage.getItem("desk-keys-off") === "1" && name.length < 8 && !name.startsWith("Arrow")) return;
    if ((name === "Space" || name === "Enter") && event.target.closest("button, a, label, summary") && !(name === "Space" && event.target.closest("a"))) return;
    if (isDeciding() && means(name)) { event.preventDefault(); waiting.push(() => done(name)); return; }
    if (done(name)) event.preventDefault();
  });
  const meant = (name) => [...document.querySelectorAll("[data-key]")].find((found) => found.dataset.key === name && !found.disabled);
  const means = (name) => meant(name) || STEPS[name];
  const done = (name) => {
    if (moved(name)) return true;
    const node = meant(name);
    if (node) press(node);
    return Boolean(node);
  };
  /* rows of the table, cards of the files */
  const STEPS = {ArrowDown: 1, ArrowUp: -1, J: 1, K: -1, PageDown: 10, PageUp: -10, Home: -1e6, End: 1e6};
  const moved = (name) => {
    const step = STEPS[name];
    if (one("#work")) {
      if (!step || Math.abs(step) > 1) return false;
      const cards = [...document.querySelectorAll(".files-list a.card")];
      const at = cards.findIndex((card) => card.classList.contains("open"));
      const next = cards[at + step];
      if (next) next.click();
      return true;
    }
    const rows = [...document.querySelectorAll("[data-row]")];
    if (!rows.length) return false;
    const papers = one("#inbox");
    const at = rows.findIndex((row) => row.classList.contains("selected"));
    if (name === "Enter" && !papers && at >= 0 && !document.activeElement.closest("a")) { rows[at].querySelector("a").click(); return true; }
    const tick = papers && at >= 0 && rows[at].querySelector("input[type=checkbox]");
    if (name === "Space" && tick && !tick.disabled) { tick.checked = !tick.checked; counted(); return true; }
    if (papers && name === "V") { album(!papers.classList.contains("album")); return true; }
    if (papers && at >= 0 && name === "S") { const split = rows[at].querySelector("[data-split]"); if (split) split.click(); return true; }
    if (papers && at >= 0 && (name === "C" || name === "T")) {
      const field = rows[at].querySelector(name === "C" ? "[data-child]" : "select");
      if (field) field.focus();
      return true;
    }
    if (papers && papers.classList.contains("album") && at >= 0) {
      const across = rows.filter((row) => row.offsetTop === rows[at].offsetTop).length;
      const by = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across}[name];
      if (by) { select(rows[Math.max(0, Math.min(rows.length - 1, at + by))]); return true; }
    }
    if (!step) return false;
    select(rows[Math.max(0, Math.min(rows.length - 1, at < 0 && step > 0 ? 0 : at + step))]);
    return true;
  };
  const select = (row) => {
    document.querySelectorAll("[data-row].selected").forEach((other) => other.classList.remove("selected"));
    row.classList.add("selected");
    (row.querySelector("a, button") || row).focus({preventScroll: true});
    opened(row);
    row.scrollIntoView({block: "nearest"});
    sessionStorage.setItem("desk-row", row.dataset.row);
  };
  const opened = (row) => {
    const image = one("#inbox-page");
    if (!image) return;
    image.hidden = !row.dataset.page;
    if (row.dataset.page) { image.src = row.dataset.page; image.alt = row.querySelector("button").textContent; }
  };
  const counted = () => {
    const button = one("[data-count]");
    if (!button) return;
    const count = document.querySelectorAll("#inbox input[type=checkbox]:checked").length;
    button.textContent = button.dataset.count.replace("#", count);
    button.disabled = !count;
  };
  /* like an album: only what a person had before their eyes is confirmed */
  const seen = new Set();
  const lookRound = () => {
    for (const row of document.querySelectorAll("#inbox [data-row]")) {
      const box = row.getBoundingClientRect();
      if (box.height && box.top < innerHeight - 20 && box.bottom > 60) seen.add(row.dataset.row);
    }
  };
  const album = (on) => {
    const papers = one("#inbox");
    if (!papers) return;
    papers.classList.toggle("album", on);
    sessionStorage.setItem("desk-album", on ? "1" : "");
    const opener = one("[data-album]");
    if (opener) opener.setAttribute("aria-pressed", String(on));
    lookRound();
  };
  addEventListener("scroll", lookRound, {passive: true, capture: true});
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#inbox form")) return;
    lookRound();
    const unseen = [...event.target.querySelectorAll("[data-row]")].filter((row) => !seen.has(row.dataset.row) && row.querySelector("input[type=checkbox]:checked"));
    if (!unseen.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    message("还有 " + unseen.length + " 份没有露过面，先看一眼，再按一次。", "bad");
    unseen[0].scrollIntoView({block: "center"});
    lookRound();
  }, true);
  const wasSelected = () => {
    const id = sessionStorage.getItem("desk-row");
    const row = id && [...document.querySelectorAll("[data-row]")].find((found) => found.dataset.row === id);
    if (row) { if (one("#inbox")) opened(row); row.classList.add("selected"); row.scrollIntoView({block: "nearest"}); }
  };

  /* ---------------------------------------------------------------- questions before a decision */
  const keyOf = (form) => [...new FormData(form)].filter(([name]) => name !== "reason").join("&");
  /* the page may have been drawn anew behind the question: the same form, asking the same of the same state */
  const again = (form, key) => form.isConnected ? form : [...document.querySelectorAll("form[data-ask]")].find((other) => keyOf(other) === key);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.ask || form.dataset.answered) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const dialog = one("#ask");
    one("#ask-title").textContent = form.dataset.ask;
    one("#ask-text").textContent = form.dataset.text || "";
    one("#ask-reason").value = "";
    one("#ask-who").hidden = !form.dataset.by;
    const who = one("#who input");
    const key = keyOf(form);
    one("#ask-by").value = who.value;
    dialog.showModal();
    one("#ask-reason").focus();
    dialog.onclose = async () => {
      if (dialog.returnValue !== "ok") { const opener = again(form, key); if (opener) opener.querySelector("button").focus(); return; }
      const reason = one("#ask-reason").value.trim();
      const by = one("#ask-by").value.trim();
      if (!reason || (form.dataset.by && !by)) { message("要写明原因和是谁定的，没有写入。", "bad"); return; }
      if (form.dataset.by && by !== who.value) {
        who.value = by;
        await fetch("/who", {method: "POST", headers: {"X-CSRF": csrf()}, body: new URLSearchParams({who: by})});
      }
      const live = again(form, key);
      if (!live) { message("这一项刚才变了，没有写入。请再看一眼。", "bad"); return; }
      live.querySelector("input[name=reason]").value = reason;
      live.dataset.answered = "1";
      live.requestSubmit();
    };
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest(".offer a")) sessionStorage.setItem("desk-paper", "1"); /* the paper beside the cell */
    if (event.target.closest("[data-toggle]")) sessionStorage.removeItem("desk-paper");
    const node = event.target.closest("[data-close], [data-print], [data-album], [data-toggle], [data-focus], [data-copy], [data-look], #ask-no, #page");
    if (!node) return;
    if (node.id === "ask-no") { const dialog = one("#ask"); dialog.returnValue = "no"; dialog.close("no"); }
    else if (node.id === "page") { node.classList.toggle("big"); node.src = node.classList.contains("big") ? node.dataset.big : node.dataset.big.replace("w=1600", "w=800"); }
    else if (node.dataset.print !== undefined) print();
    else if (node.dataset.album !== undefined) album(!one("#inbox").classList.contains("album"));
    else if (node.dataset.look !== undefined) select(node.closest("[data-row]"));
    else if (node.dataset.toggle) {
      const panel = document.getElementById(node.dataset.toggle);
      panel.hidden = node.dataset.open ? false : !panel.hidden;
      wide();
      const opener = one('[aria-controls="' + node.dataset.toggle + '"]');
      if (opener) opener.setAttribute("aria-expanded", String(!panel.hidden));
      sessionStorage.setItem("desk-facts", panel.hidden ? "" : "1");
      const asked = node.dataset.focus && document.getElementById(node.dataset.focus);
      (panel.hidden ? opener : asked || panel.querySelector("input:not([type=hidden])") || panel).focus();
    }
    else if (node.dataset.focus) document.getElementById(node.dataset.focus).focus();
    else if (node.dataset.copy) {
      navigator.clipboard.writeText(document.getElementById(node.dataset.copy).textContent)
        .then(() => message("已复制，到微信里粘贴就行。", "good"), () => message("复制不了，请选中文字再按 Ctrl+C。", "bad"));
    }
    else one("#message").replaceChildren();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "ask-reason" && event.key === "Enter" && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      one("#ask").close("ok");
    }
  });

  /* ---------------------------------------------------------------- files in */
  let inFlight = 0;
  const walk = async (items) => {
    const files = [];
    const enter = (entry) => new Promise((done) => {
      if (entry.isFile) entry.file((file) => { files.push(file); done(); }, done);
      else {
        const reader = entry.createReader();
        const more = () => reader.readEntries(async (entries) => {
          if (!entries.length) { done(); return; }
          for (const inner of entries) await enter(inner);
          more();
        }, done);
        more();
      }
    });
    const entries = [...items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    for (const entry of entries) await enter(entry);
    return files;
  };
  const place = () => one("[data-drop]");
  /* a roster is looked at first; the page of what was understood follows */
  const bringRoster = async (file) => {
    one("#uploads").textContent = "正在看「" + file.name + "」…";
    const answer = await fetch("/roster/file", {method: "PUT", headers: {"X-CSRF": csrf(), "X-Name": encodeURIComponent(file.name)}, body: file});
    if (!answer.ok) { one("#uploads").textContent = ""; message(await answer.text(), "bad"); return; }
    location.assign((await answer.json()).address);
  };
  const upload = async (files, type, elsewhere) => {
    if (one("[data-roster]")) { bringRoster(files[0]); return; }
    const target = place();
    if (!target) { message("请先打开一个个案，或到收件箱，再放文件。", "bad"); return; }
    const base = elsewhere || target.dataset.drop;
    const board = one("#uploads");
    const total = document.createElement("p");
    board.replaceChildren(total);
    const queue = files.map((file, at) => ({file, at}));
    const got = [];
    const failed = []; /* said where a look round does not take it away */
    let done = 0, fresh = 0, same = 0, empty = 0;
    const tell = () => { total.textContent = "已收 " + done + "/" + files.length; };
    tell();
    inFlight += files.length;
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const {file} = next;
        try {
          const answer = await fetch(base + "/files", {method: "PUT", headers: {"X-CSRF": csrf(), "X-Name": encodeURIComponent(file.name || "文件")}, body: file});
          if (!answer.ok) throw new Error(await answer.text());
          const told = await answer.json();
          got.push(told.path);
          if (told.new) fresh += 1; else same += 1;
          if (told.empty) empty += 1;
        } catch (error) {
          failed.push(file.name + "（" + error.message + "）");
        }
        done += 1;
        inFlight -= 1;
        tell();
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    const words = "收到 " + files.length + " 份：" + fresh + " 份新的" + (same ? "，" + same + " 份这里已有（没有重复存）" : "") + (empty ? "，" + empty + " 份是空的，打不开" : "") + (failed.length ? "，" + failed.length + " 份没有收下：" + failed.join("、") : "") + "。";
    const body = new URLSearchParams({type});
    got.forEach((path) => body.append("path", path));
    if (base.startsWith("/cases/")) {
      const answer = await fetch(base + "/landed", {method: "POST", headers: {"X-CSRF": csrf()}, body});
      if (!answer.ok) { message("文件收下了，但没有归好类：" + (answer.status === 409 ? new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim() : answer.status), "bad"); return; }
      htmx.trigger(document.body, "desk:changed"); /* where the person is now, not where they were */
    }
    message(words, failed.length ? "bad" : "good");
  };
  addEventListener("beforeunload", (event) => { if (inFlight) event.preventDefault(); });
  document.addEventListener("dragover", (event) => { event.preventDefault(); if (event.dataTransfer.types.includes("Files")) document.body.classList.add("dropping"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const need = event.target.closest("[data-type]");
    const type = need ? need.dataset.type : "";
    const walked = await walk(event.dataTransfer.items || []);
    const files = walked.length ? walked : [...event.dataTransfer.files];
    if (files.length) upload(files, type);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData ? event.clipboardData.files : [])];
    if (!files.length) return;
    event.preventDefault();
    const now = new Date();
    const stamp = now.getFullYear() + String(now.getMonth() + 1).padStart(2, "0") + String(now.getDate()).padStart(2, "0") + "_" + now.toTimeString().slice(0, 8).replaceAll(":", "");
    upload(files.map((file, at) => file.name && !/^image\.\w+$/.test(file.name) ? file : new File([file], "粘贴_" + stamp + "_" + (at + 1) + "." + (file.type.split("/")[1] || "png"))), "");
  });
  document.addEventListener("change", (event) => {
    counted();
    if (event.target.matches("[data-upload]")) upload([...event.target.files], event.target.dataset.type || "", event.target.dataset.base);
    if (event.target.id === "keys-off") localStorage.setItem("desk-keys-off", event.target.checked ? "1" : "");
  });

  /* ---------------------------------------------------------------- what changed elsewhere */
  let version = Number(document.body.dataset.version || 0);
  let lost = 0;
  let due = null; /* what changed while the page must not be drawn anew */
  /* what was typed is kept (keep.js); but a question that is open, a menu and an input method must not be disturbed */
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const busy = () => one("dialog[open]") || inFlight || composing || document.activeElement.matches("#work select, #inbox select");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/changes?since=" + version, {headers: {"X-CSRF": csrf()}});
      if (!answer.ok) throw new Error("closed");
      const told = await answer.json();
      if (lost >= 3) one("#message").replaceChildren();
      lost = 0;
      const [what, done, total] = told.step;
      const words = what ? what + " " + done + "/" + total : "";
      if (one("#step").textContent !== words) one("#step").textContent = words;
      if (told.version !== version) {
        version = told.version;
        due = {cases: [...new Set([...(due ? due.cases : []), ...told.cases])], elsewhere: told.elsewhere || Boolean(due && due.elsewhere)};
      }
      if (due && !busy()) { const now = due; due = null; await show(now); }
    } catch {
      lost += 1;
      if (lost === 3) message("程序已经关了。请双击「打开一生一案」重新打开；已经做的都保存好了。", "bad");
    }
  };
  const show = async (now) => {
    const work = one("#work");
    const table = one("#table[data-rows]");
    if (work) { if (now.elsewhere || now.cases.includes(work.dataset.case)) htmx.trigger(document.body, "desk:changed"); }
    else if (table) await exchange(table, now);
    else htmx.trigger(document.body, "desk:changed");
  };
  /* rows of the table one by one; the whole of it where other rows are to be shown, or in another order */
  const exchange = async (table, now) => {
    const shown = [...table.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
    const mine = now.cases.filter((id) => shown.includes(id));
    if (now.elsewhere || mine.length > 100) { htmx.trigger(table, "desk:table"); return; }
    const address = table.dataset.rows;
    const words = now.cases.slice(0, 100).map((id) => "id=" + encodeURIComponent(id)).join("&");
    const answer = await fetch(address + (address.includes("?") ? "&" : "?") + words, {headers: {"X-CSRF": csrf()}});
    if (!answer.ok) return;
    const told = await answer.json();
    if (!table.isConnected) return;
    if (told.order !== table.dataset.order) { htmx.trigger(table, "desk:table"); return; }
    for (const row of table.querySelectorAll("[data-row]")) {
      const text = told.rows[row.dataset.row];
      if (!text) continue;
      const had = row.contains(document.activeElement);
      const made = document.createElement("tbody");
      made.innerHTML = text;
      const fresh = made.firstElementChild;
      if (row.classList.contains("selected")) fresh.classList.add("selected");
      row.replaceWith(fresh);
      if (had) fresh.querySelector("a").focus({preventScroll: true});
    }
    const bar = document.createElement("div");
    bar.innerHTML = told.totals;
    table.querySelector(".totals").replaceWith(bar.firstElementChild);
  };
  const lookOnAndOn = async () => { await look(); setTimeout(lookOnAndOn, 400); };
  setTimeout(lookOnAndOn, 400);
  document.addEventListener("visibilitychange", look);

  /* ---------------------------------------------------------------- one answer at a time
     An answer goes into the region that stood there when it was asked for; where another came first, that region is gone
     and the answer with it. So a person's request ends a look round, and waits for the answer to a decision. */
  const flying = new Map(); /* region → the request under way */
  const waiting = []; /* what a person did while a decision was under way, in order */
  const isDeciding = () => [...flying.values()].some((request) => request.verb === "post" || request.own);
  const inOrder = () => { while (waiting.length && !isDeciding()) waiting.shift()(); };
  const hidden = (form) => [...form.querySelectorAll("input[type=hidden]")].map((field) => field.name + "=" + field.value).join("&");
  const afresh = (elt) => {
    const link = elt.getAttribute("hx-get");
    const asked = link ? "" : hidden(elt), given = link ? [] : [...new FormData(elt)];
    return () => {
      const same = link ? [...document.querySelectorAll("a[hx-get]")].find((other) => other.getAttribute("hx-get") === link)
        : [...document.querySelectorAll("form[hx-post]")].find((other) => hidden(other) === asked);
      if (!same && !link) message("这一项刚才变了，没有写入。请再看一眼。", "bad");
      if (!same) return;
      for (const [name, value] of given) if (same.elements[name]) same.elements[name].value = value;
      if (link) same.click();
      else htmx.trigger(same, same.getAttribute("hx-trigger") === "change" ? "change" : "submit");
    };
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    const {elt, target, xhr, requestConfig} = event.detail;
    const region = target.id, under = flying.get(region);
    if (under && elt === target) { version = -1; event.preventDefault(); return; } /* it looks round again in a second */
    if (under && under.verb === "post") {
      if (elt.matches("a, form")) waiting.push(afresh(elt));
      event.preventDefault();
      return;
    }
    if (under) under.xhr.abort();
    flying.set(region, {xhr, verb: requestConfig.verb, own: elt !== target}); /* keys mean the page that a person asked for */
    xhr.addEventListener("loadend", () => {
      if (flying.get(region) && flying.get(region).xhr === xhr) flying.delete(region);
      inOrder();
    });
  });

  /* ---------------------------------------------------------------- after a swap */
  const wide = () => {
    const facts = one("#facts");
    if (facts) one(".columns").classList.toggle("with-facts", !facts.hidden);
    if (facts) one(".columns").classList.toggle("paper-first", !facts.hidden && !!sessionStorage.getItem("desk-paper"));
  };
  const settled = () => {
    counted();
    if (one("#inbox")) album(!!sessionStorage.getItem("desk-album"));
    const facts = one("#facts");
    if (facts && sessionStorage.getItem("desk-facts")) facts.hidden = false;
    wide();
    const link = one("link[rel=prefetch]");
    if (link) new Image().src = link.getAttribute("href");
  };
  document.addEventListener("htmx:oobAfterSwap", fading);
  document.addEventListener("htmx:afterSwap", (event) => {
    const region = document.getElementById(event.detail.target.id);
    if (region && region.dataset.version) version = Math.max(version, Number(region.dataset.version));
    if (event.detail.target.id === "message") fading();
    if (region && region.id === "job" && !region.hasAttribute("hx-get")) htmx.trigger(document.body, "desk:job"); /* it ended */
    settled();
    if (!one("#work") && event.detail.target.id !== "job") wasSelected();
  });
  document.addEventListener("htmx:sendError", () => message("程序没有回应。请看一下那个小窗口是不是关了。", "bad"));
  addEventListener("DOMContentLoaded", () => {
    settled();
    wasSelected();
    const off = one("#keys-off");
    if (off) off.checked = localStorage.getItem("desk-keys-off") === "1";
  });
})();

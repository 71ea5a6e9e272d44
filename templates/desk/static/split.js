"use strict";
/* Pages, cuts and the text say one thing: whichever a person touches, the other two follow. The text is what is sent. */
addEventListener("DOMContentLoaded", () => {
  const one = (selector) => document.querySelector(selector);
  const root = one("#split");
  if (!root) return;
  const count = Number(root.dataset.pages);
  const withChild = !!root.dataset.children;
  const field = one("#ranges");
  const names = [...document.querySelectorAll("#papers option")].map((option) => option.value);
  const turns = new Map(root.dataset.turned.split(",").filter(Boolean).map((word) => word.split(":").map(Number)));
  let here = 1;
  let cuts = new Set();
  let said = new Map(); /* first page of a part → {child, what} */

  const parts = () => {
    const found = [];
    let first = 1;
    for (let page = 1; page <= count; page += 1) {
      if (page === count || cuts.has(page)) { found.push({first, last: page, ...(said.get(first) || {child: "", what: ""})}); first = page + 1; }
    }
    return found;
  };
  const partAt = (page) => parts().findIndex((part) => part.first <= page && page <= part.last);
  const words = (part) => [withChild && !part.what.startsWith("不用") ? part.child : "", part.what || "不知道"].filter(Boolean).join(" ");
  const write = () => { field.value = parts().map((part) => (part.first === part.last ? part.first : part.first + "-" + part.last) + " " + words(part)).join("；"); };
  const read = () => {
    cuts = new Set();
    said = new Map();
    for (const piece of field.value.split(/[；;\n]/)) {
      const found = /^\s*第?(\d+)(?:\s*[-–—~～至到]\s*(\d+))?\s*页?\s*(.*?)\s*$/.exec(piece);
      if (!found) continue;
      const first = Number(found[1]), last = Number(found[2] || found[1]);
      if (first < 1 || last > count || first > last) continue;
      if (first > 1) cuts.add(first - 1);
      if (last < count) cuts.add(last);
      let what = found[3], child = "";
      if (withChild && !what.startsWith("不用")) { const split = /^(\S+)\s+(.*)$/.exec(what); if (split) { child = split[1]; what = split[2]; } }
      said.set(first, {child, what: what === "不知道" ? "" : what});
    }
  };
  const draw = () => {
    const list = parts();
    for (const item of document.querySelectorAll("#pages li")) {
      const page = Number(item.dataset.page);
      const at = partAt(page);
      item.dataset.colour = String(at % 6);
      item.classList.toggle("here", page === here);
      item.classList.toggle("out", list[at].what.startsWith("不用"));
      item.querySelector(".part").textContent = "份" + (at + 1);
      item.querySelector(".thumb").setAttribute("aria-current", String(page === here));
      const cut = item.querySelector(".cut");
      if (cut) cut.setAttribute("aria-pressed", String(cuts.has(page)));
    }
    one("#many").textContent = list.length;
    const board = one("#parts");
    while (board.children.length > list.length) board.lastElementChild.remove();
    while (board.children.length < list.length) board.append(one("#part").content.cloneNode(true));
    list.forEach((part, at) => {
      const item = board.children[at];
      item.dataset.first = part.first;
      item.dataset.colour = String(at % 6);
      item.classList.toggle("here", at === partAt(here));
      item.querySelector(".part").textContent = "份" + (at + 1);
      item.querySelector(".pages").textContent = part.first === part.last ? "第" + part.first + "页" : "第" + part.first + "–" + part.last + "页";
      for (const name of ["child", "what"]) {
        const input = item.querySelector("." + name);
        if (input && document.activeElement !== input) input.value = part[name];
        if (input) input.setAttribute("aria-label", "第" + (at + 1) + "份" + (name === "child" ? "是谁的" : "是什么"));
      }
    });
    one("input[name=turns]").value = [...turns].filter(([, turn]) => turn).map(([page, turn]) => page + ":" + turn).join(",");
  };
  const look = (page) => {
    here = Math.max(1, Math.min(count, page));
    const large = one("#split-page");
    large.src = "/pic/" + root.dataset.file + "/" + here + "?w=800&turn=" + (turns.get(here) || 0);
    large.alt = "第" + here + "页";
    draw();
    const item = one('#pages li[data-page="' + here + '"]');
    item.querySelector(".thumb").focus({preventScroll: true});
    item.scrollIntoView({block: "nearest"});
  };
  const cut = (page) => {
    if (page >= count) return;
    if (cuts.has(page)) cuts.delete(page);
    else { cuts.add(page); if (!said.has(page + 1)) said.set(page + 1, {child: (parts()[partAt(page)] || {}).child || "", what: ""}); }
    write();
    draw();
  };
  const name = (what) => { const part = parts()[partAt(here)]; said.set(part.first, {child: part.child, what}); write(); draw(); };
  const turn = (by) => {
    turns.set(here, ((turns.get(here) || 0) + by) % 360);
    one('#pages li[data-page="' + here + '"] img').src = "/pic/" + root.dataset.file + "/" + here + "?w=240&turn=" + turns.get(here);
    look(here);
  };
  const out = () => { const part = parts()[partAt(here)]; name(part.what.startsWith("不用") ? "" : "不用 空白页"); if (parts()[partAt(here)].what) { const input = one("#parts li.here .what"); input.focus(); input.setSelectionRange(3, input.value.length); } };

  document.addEventListener("click", (event) => {
    const node = event.target.closest("[data-cut], [data-look-page], [data-turn], [data-out], #parts li");
    if (!node) return;
    if (node.dataset.cut) cut(Number(node.dataset.cut));
    else if (node.dataset.lookPage) look(Number(node.dataset.lookPage));
    else if (node.dataset.turn) turn(Number(node.dataset.turn));
    else if (node.dataset.out !== undefined) out();
    else if (!event.target.closest("input")) look(Number(node.dataset.first));
  });
  document.addEventListener("input", (event) => {
    if (event.target === field) { read(); draw(); return; }
    const item = event.target.closest("#parts li");
    if (!item) return;
    said.set(Number(item.dataset.first), {child: (item.querySelector(".child") || {value: ""}).value.trim(), what: item.querySelector(".what").value.trim()});
    write();
    draw();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input")) {
      if (event.key === "Enter" && event.target !== field) { event.preventDefault(); look(here); }
      return;
    }
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (event.key === "ArrowRight") look(here + 1);
    else if (event.key === "ArrowLeft") look(here - 1);
    else if (event.key === "Enter" && !event.target.closest(".cut, a, .main, .row button")) cut(here);
    else if (digit && Number(digit[1]) <= Number(root.dataset.numbered)) name(names[Number(digit[1]) - 1]);
    else if (event.code === "KeyT") one("#parts li.here .what").focus();
    else if (event.code === "KeyC" && withChild) one("#parts li.here .child").focus();
    else if (event.key === "Escape") one(".bar a").click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  field.closest("form").addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === field && !event.ctrlKey) event.preventDefault(); });
  read();
  write();
  look(1);
});

"use strict";
/* A piece of the page that is drawn anew takes nothing from the person: not what was typed or ticked, not the place of
   the cursor, not how far a list was scrolled, not a picture that is there already.
   Loaded last: what a drawing opens again is open by then. */
(() => {
  const FIELDS = "input:not([type=hidden]):not([type=file]), textarea, select";
  const REACHED = "a[href], button, summary, [tabindex], " + FIELDS;
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const isTyping = (node) => node.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=hidden])");

  /* ---------------------------------------------------------------- names that outlive a drawing */
  const PASSING = ["was", "reason", "file"];
  const formName = (form) => {
    if (!form) return "";
    const hidden = [...form.querySelectorAll("input[type=hidden]")].filter((one) => !PASSING.includes(one.name));
    return (form.getAttribute("hx-post") || form.id).split("?")[0] + "|" + hidden.map((one) => one.name + "=" + one.value).join("&");
  };
  const nameOf = (node) => {
    if (node.id) return "#" + node.id;
    if (node.matches("a[href]")) return "a " + node.getAttribute("href");
    const words = node.name || node.dataset.key || node.getAttribute("aria-label") || node.textContent;
    const row = node.closest("[data-row]");
    return [node.tagName, formName(node.closest("form")), row ? row.dataset.row : "", words, isTick(node) ? node.value : ""].join("/");
  };
  const isChanged = (field) => {
    if (isTick(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const given = [...field.options].findIndex((one) => one.defaultSelected);
    return field.selectedIndex !== Math.max(given, 0);
  };

  /* ---------------------------------------------------------------- what a person has there */
  const cursorOf = (node) => {
    try { return [node.selectionStart, node.selectionEnd]; } catch { return null; }
  };
  const collect = (root) => {
    const active = root.contains(document.activeElement) ? document.activeElement : null;
    return {
      fields: new Map([...root.querySelectorAll(FIELDS)].filter(isChanged).map((one) => [nameOf(one), {value: one.value, checked: one.checked, form: one.closest("form")}])),
      active: active && {name: nameOf(active), cursor: cursorOf(active), typing: isTyping(active), cell: Boolean(active.closest(".form-cells")), form: active.closest("form")},
      scrolls: new Map([...root.querySelectorAll("section, ul, ol, form, .paper")].filter((one) => one.scrollTop || one.scrollLeft).map((one) => [one.tagName + one.className, [one.scrollTop, one.scrollLeft]])),
      pictures: new Map([...root.querySelectorAll("img")].filter((one) => one.complete && one.naturalWidth).map((one) => [one.dataset.big || one.getAttribute("src"), one])),
      open: (root.querySelector("[aria-current=true]") || {}).id,
    };
  };
  const restore = (root, kept, posted) => {
    for (const field of kept.fields.size ? root.querySelectorAll(FIELDS) : []) {
      const was = kept.fields.get(nameOf(field));
      if (!was || field.disabled || (posted && was.form === posted)) continue;
      if (isTick(field)) field.checked = was.checked;
      else field.value = was.value;
    }
    for (const fresh of root.querySelectorAll("img")) {
      const old = kept.pictures.get(fresh.dataset.big || fresh.getAttribute("src"));
      if (old && !old.isConnected) { old.alt = fresh.alt; fresh.replaceWith(old); }
    }
    const same = kept.open === (root.querySelector("[aria-current=true]") || {}).id;
    for (const one of root.querySelectorAll("section, ul, ol, form, .paper")) {
      const was = kept.scrolls.get(one.tagName + one.className);
      if (was && (same || !one.matches(".page-view, .paper"))) [one.scrollTop, one.scrollLeft] = was;
    }
  };
  const focusOn = (root, active) => {
    const node = active && [...root.querySelectorAll(REACHED)].find((one) => nameOf(one) === active.name);
    if (!node) return false;
    node.focus({preventScroll: true});
    if (active.cursor && active.cursor[0] !== null) { try { node.setSelectionRange(...active.cursor); } catch { /* no text field */ } }
    return true;
  };

  /* ---------------------------------------------------------------- before and after */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const {xhr, target} = event.detail;
    xhr.deskKept = target && target.id ? collect(target) : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const {xhr, elt, target, requestConfig} = event.detail;
    const isRefresh = elt === target;
    const root = target && target.id ? document.getElementById(target.id) : null;
    const kept = xhr && xhr.deskKept;
    if (!root || !kept) return;
    xhr.deskKept = null;
    const posted = requestConfig.verb === "post" && !root.matches("#inbox") ? requestConfig.elt : null;
    restore(root, kept, posted);
    const active = kept.active;
    const stays = active && (isRefresh || active.cell || (active.typing && active.form !== requestConfig.elt));
    if (stays && focusOn(root, active)) return;
    const card = root.querySelector("a.card.open");
    if (card && (active || (!isRefresh && document.activeElement === document.body))) card.focus({preventScroll: false});
    else if (active && document.activeElement === document.body) root.closest("main").focus({preventScroll: true});
  });
})();

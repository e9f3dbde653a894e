(function () {
  "use strict";
  var table = document.getElementById("table"), tools = document.getElementById("tools");
  var rows = Array.prototype.slice.call(table.tBodies);
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var search = document.getElementById("q"), count = document.getElementById("count");
  var filters = [["f1", 2], ["f2", 3], ["f3", 5]].map(function (pair) {
    return { select: document.getElementById(pair[0]), column: pair[1] };
  });
  function cell(body, column) {
    return body.rows[0].cells[column].textContent.replace(/^[+−]/, "").trim();
  }
  function plain(text) { return text.toLocaleLowerCase("th").replace(/\s+/g, ""); }
  document.documentElement.className = "js";
  tools.hidden = false;
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  filters.forEach(function (filter) {
    var seen = {};
    rows.forEach(function (body) { seen["-" + cell(body, filter.column)] = true; });
    Object.keys(seen).map(function (key) { return key.slice(1); })
      .sort(function (a, b) { return a.localeCompare(b, "th", { numeric: true }); })
      .forEach(function (value) {
        var option = document.createElement("option");
        option.value = option.textContent = value;
        filter.select.appendChild(option);
      });
    filter.select.addEventListener("change", show);
  });
  var words = rows.map(function (body) { return plain(body.rows[0].textContent); });
  search.addEventListener("input", show);
  function show() {
    var wanted = plain(search.value), shown = 0;
    rows.forEach(function (body, at) {
      var fits = words[at].indexOf(wanted) >= 0 && filters.every(function (filter) {
        return !filter.select.value || filter.select.value === cell(body, filter.column);
      });
      body.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = count.dataset.words.replace("#", shown);
  }
  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head, column); });
  });
  function sort(head, column) {
    var down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
    rows.map(function (body, at) { return { body: body, at: at, key: cell(body, column) }; })
      .sort(function (a, b) {
        var x = parseFloat(a.key), y = parseFloat(b.key);
        var numbers = !isNaN(x) && !isNaN(y);
        if (isNaN(x) !== isNaN(y)) { return isNaN(x) ? 1 : -1; }
        return (down * (numbers ? x - y : a.key.localeCompare(b.key, "th"))) || a.at - b.at;
      })
      .forEach(function (entry) { table.appendChild(entry.body); });
  }
  rows.forEach(function (body) {
    if (body.rows.length < 2) { return; }
    var button = document.createElement("button"), place = body.rows[0].cells[0];
    button.type = "button";
    button.className = "toggle";
    button.setAttribute("aria-label", cell(body, 1));
    function open(wide) {
      body.classList.toggle("open-row", wide);
      button.setAttribute("aria-expanded", String(wide));
      button.textContent = wide ? "−" : "+";
    }
    button.addEventListener("click", function () { open(!body.classList.contains("open-row")); });
    body.addEventListener("reveal", function () { open(true); });
    open(false);
    place.insertBefore(button, place.firstChild);
  });
  function reveal() {
    var body = document.getElementById(location.hash.slice(1));
    if (!body || rows.indexOf(body) < 0) { return; }
    search.value = "";
    filters.forEach(function (filter) { filter.select.value = ""; });
    show();
    body.dispatchEvent(new Event("reveal"));
    body.scrollIntoView({ block: "center" });
    var button = body.querySelector("button, a");
    if (button) { button.focus({ preventScroll: true }); }
  }
  window.addEventListener("hashchange", reveal);
  show();
  reveal();
})();

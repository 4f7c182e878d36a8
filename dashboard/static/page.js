// A page left open says that it is old, and lets nobody decide on what it showed; a house that has
// stopped answering is not shown as ready.
(() => {
  "use strict";
  const HOURS = 4;
  let opened = new Date();
  const old = document.getElementById("ancienne");
  const silent = document.getElementById("muette");
  const isOld = () => {
    const now = new Date();
    return now.toDateString() !== opened.toDateString() || now - opened > HOURS * 3600 * 1000;
  };
  const look = () => { if (isOld()) old.hidden = false; };

  setInterval(look, 30 * 1000);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("pageshow", look);
  document.addEventListener("submit", (event) => {
    look();
    const form = event.target;
    const decides = form.method === "post" || "decide" in form.dataset;
    if (old.hidden || !decides || "toujours" in form.dataset) return;
    event.preventDefault();
    event.stopPropagation();
    old.scrollIntoView();
    old.querySelector("a").focus();
  }, true);

  const answered = (is) => {
    silent.hidden = is;
    const sentence = document.querySelector("#phrase");
    if (is || !sentence) return;
    sentence.className = "phrase pas_verifie";
    sentence.querySelector("strong").textContent = silent.dataset.phrase;
    sentence.querySelector(".forme").textContent = "?";
    sentence.querySelectorAll("p:not(.dit), ul, form").forEach((one) => one.remove());
  };
  document.addEventListener("htmx:sendError", () => answered(false));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) answered(false);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    answered(true);
    if (event.detail.target.id === "etat") opened = new Date(); // all there is on this page
  });
})();

// The keyboard of the page Lettres. Without it every action is a link or a form.
(() => {
  "use strict";
  const letters = () => [...document.querySelectorAll(".liste > .lettre")];
  const here = () => document.activeElement.closest(".lettre") || document.querySelector(".lettre.ici");
  const alone = () => document.querySelector(".seule");

  function stand(letter, block = "nearest") {
    letters().forEach((one) => one.classList.toggle("ici", one === letter));
    const link = letter && letter.querySelector(".ouvrir");
    if (link) {
      link.focus();
      letter.scrollIntoView({ block });
    }
  }

  function move(step) {
    const all = letters();
    if (!all.length) return false;
    const at = all.indexOf(here());
    stand(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]);
    return true;
  }

  // Whoever decides on a letter goes on with the next one.
  function remember(letter) {
    const all = letters();
    const next = letter && (all[all.indexOf(letter) + 1] || all[all.indexOf(letter) - 1]);
    const field = document.querySelector('#une input[name="suite"]');
    if (field && next) field.value = next.dataset.lettre;
  }

  function press(selector) {
    const place = here() || alone() || document;
    const button = place.querySelector(selector);
    if (!button) return false;
    button.click();
    return true;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest(".approuver")) remember(event.target.closest(".lettre"));
    // An open letter is closed by its own link.
    const link = event.target.closest(".ouvrir");
    const open = link && link.closest(".lettre").querySelector(".ouverte");
    if (open && open.firstElementChild) {
      event.preventDefault();
      event.stopPropagation();
      open.replaceChildren();
    }
  }, true);

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    a: () => press(".approuver"),
    r: () => press(".refuser"),
    z: () => {
      const undo = document.querySelector("#annuler button");
      if (undo) undo.click();
      return Boolean(undo);
    },
    "?": () => {
      const told = document.getElementById("touches");
      if (told) {
        told.open = !told.open;
        told.scrollIntoView({ block: "nearest" });
      }
      return Boolean(told);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && act()) event.preventDefault();
  });

  // After the browser has gone to the place in the address, which takes the focus away.
  window.addEventListener("load", () => setTimeout(() => {
    const found = location.hash.startsWith("#l-") && document.getElementById(location.hash.slice(1));
    if (found) stand(found, "center");
  }));
})();

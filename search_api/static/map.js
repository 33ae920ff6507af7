// The offers of a page of results on a map, beside the list. Leaflet is fetched from our own server once the map is shown:
// at once where there is room for both, else when asked. Without this script the list is all there is, and complete.
"use strict";

(() => {
  const section = document.getElementById("carte");
  if (!section) return;
  const offers = JSON.parse(document.getElementById("carte-offres").textContent);
  const button = section.querySelector("button");
  const frame = document.getElementById("carte-cadre");
  const box = frame.querySelector(".map-box");
  const roomForBoth = matchMedia("(min-width: 80rem)");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let map = null;

  section.hidden = false;
  button.addEventListener("click", () => show(frame.hidden));
  const sparing = navigator.connection && navigator.connection.saveData;
  if (roomForBoth.matches && !sparing) show(true);

  async function show(shown) {
    frame.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
    button.textContent = shown ? "Masquer la carte" : "Afficher la carte";
    if (!shown) return;
    try {
      map = map || (await draw());
      map.invalidateSize();
    } catch {
      box.textContent = "La carte n’a pas pu être affichée. La liste des offres est complète.";
    }
  }

  async function draw() {
    await Promise.all([style(section.dataset.style), script(section.dataset.script)]);
    const drawn = L.map(box, {
      attributionControl: Boolean(section.dataset.tiles),
      zoomControl: false,
      scrollWheelZoom: false,
      maxZoom: 15,
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
    });
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Carte des offres de cette page : flèches pour la déplacer, + et − pour l’agrandir ou la réduire");
    L.control.zoom({ zoomInTitle: "Agrandir la carte", zoomOutTitle: "Réduire la carte" }).addTo(drawn);
    const bounds = L.latLngBounds(offers.map((offer) => offer.at));
    if (section.dataset.centre) bounds.extend(area(drawn).getBounds());
    drawn.fitBounds(bounds, { maxZoom: 12, padding: [24, 24], animate: false });
    if (section.dataset.tiles) {
      drawn.attributionControl.setPrefix(false);
      L.tileLayer(section.dataset.tiles, { attribution: section.dataset.attribution }).addTo(drawn);
    } else {
      // The ground may come later than the offers, or not at all.
      ground(drawn).catch(() => {});
    }
    for (const here of byPlace()) pin(drawn, here);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") drawn.closePopup();
    });
    return drawn;
  }

  function area(drawn) {
    const centre = section.dataset.centre.split(",").map(Number);
    const radius = Number(section.dataset.radius) * 1000;
    // A circle knows its bounds once it is on a map that has a view.
    drawn.setView(centre, 9, { animate: false });
    return L.circle(centre, { radius, className: "map-area", interactive: false }).addTo(drawn);
  }

  async function ground(drawn) {
    const codes = [...new Set(offers.map((offer) => offer.departement).filter((code) => /^\w{2,3}$/.test(code)))];
    if (!codes.length) return;
    const asked = codes.slice(0, 20).map((code) => `departement=${code}`).join("&");
    const answer = await fetch(`${section.dataset.outlines}?${asked}`);
    if (!answer.ok) return;
    const { outlines } = await answer.json();
    for (const outline of outlines) {
      if (outline.lines.length) L.polygon(outline.lines, { className: "map-ground", interactive: false }).addTo(drawn).bringToBack();
      outline.towns.slice(0, codes.includes(outline.code) ? 3 : 1).forEach(([name, at]) => {
        const icon = L.divIcon({ className: "map-town", html: words(name), iconSize: null });
        L.marker(at, { icon, interactive: false, keyboard: false }).addTo(drawn).getElement().setAttribute("aria-hidden", "true");
      });
    }
  }

  function byPlace() {
    const places = new Map();
    for (const offer of offers) {
      const key = offer.at.map((degrees) => degrees.toFixed(3)).join();
      places.set(key, [...(places.get(key) || []), offer]);
    }
    return places.values();
  }

  function pin(drawn, here) {
    const count = here.length;
    const icon = L.divIcon({ className: "map-pin", html: words(String(count)), iconSize: [30, 30] });
    const marker = L.marker(here[0].at, { icon, riseOnHover: true }).addTo(drawn);
    const element = marker.getElement();
    const where = here[0].place || "lieu sans nom";
    element.setAttribute("aria-label", count === 1 ? `${here[0].title}, ${where}` : `${count} offres, ${where}`);
    const content = list(here, where);
    marker.bindPopup(content, { closeButton: true, minWidth: 180, maxWidth: 260, maxHeight: 220, autoPan: !still });
    marker.on("popupopen", (event) => {
      const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", "Fermer");
      // Whoever opens it by the keyboard goes on from its first link, and comes back to the pin.
      if (element.matches(":focus-visible")) content.querySelector("a").focus();
    });
    marker.on("popupclose", (event) => {
      if (event.popup.getElement().contains(document.activeElement)) element.focus();
    });
    for (const offer of here) {
      const link = inList(offer);
      const line = link && link.closest("li");
      if (!line) continue;
      const light = (lit) => () => element.classList.toggle("lit", lit);
      for (const name of ["mouseenter", "focusin"]) line.addEventListener(name, light(true));
      for (const name of ["mouseleave", "focusout"]) line.addEventListener(name, light(false));
    }
  }

  function list(here, where) {
    const content = document.createElement("div");
    const title = document.createElement("p");
    title.className = "map-where";
    title.textContent = where;
    const links = document.createElement("ul");
    for (const offer of here) {
      const link = document.createElement("a");
      const listed = inList(offer);
      link.href = listed ? listed.href : `/offres/${offer.id}`;
      link.textContent = offer.title;
      const line = document.createElement("li");
      line.append(link, offer.employer ? `, ${offer.employer}` : "");
      links.append(line);
    }
    content.append(title, links);
    return content;
  }

  function words(text) {
    return Object.assign(document.createElement("span"), { textContent: text });
  }

  function inList(offer) {
    return document.querySelector(`.results a[href^="/offres/${CSS.escape(offer.id)}"]`);
  }

  function style(address) {
    return added(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }), true);
  }

  function script(address) {
    return window.L ? null : added(Object.assign(document.createElement("script"), { src: address }));
  }

  function added(element, first = false) {
    return new Promise((done, failed) => {
      element.addEventListener("load", done);
      element.addEventListener("error", failed);
      // Before our own style sheet, which has the last word.
      if (first) document.head.prepend(element);
      else document.head.append(element);
    });
  }
})();

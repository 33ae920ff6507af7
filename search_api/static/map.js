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
  const PIN = 30;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const lit = new Map();
  let map = null;

  section.hidden = false;
  // Where the map comes after a long list, a link before the list leads to it.
  const shortcut = Object.assign(document.createElement("a"), { href: "#carte", textContent: "Voir ces offres sur une carte" });
  const before = Object.assign(document.createElement("p"), { className: "to-map" });
  before.append(shortcut);
  document.getElementById("resultats").after(before);
  shortcut.addEventListener("click", () => {
    show(true);
    button.focus({ preventScroll: true });
  });
  button.addEventListener("click", () => show(frame.hidden));
  const sparing = navigator.connection && navigator.connection.saveData;
  if (roomForBoth.matches && !sparing) show(true);
  roomForBoth.addEventListener("change", () => roomForBoth.matches && !map && !sparing && show(true));

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
    await script(section.dataset.script);
    for (const address of section.dataset.styles.split(" ")) await style(address);
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
    for (const circle of areas(drawn)) bounds.extend(circle.getBounds());
    drawn.fitBounds(bounds, { maxZoom: 12, padding: [24, 24], animate: false });
    if (section.dataset.tiles) {
      drawn.attributionControl.setPrefix(false);
      L.tileLayer(section.dataset.tiles, { attribution: section.dataset.attribution }).addTo(drawn);
    } else {
      // The ground may come later than the offers, or not at all.
      ground(drawn).catch(() => {});
    }
    const pins = L.layerGroup().addTo(drawn);
    const place = () => {
      const kept = document.activeElement.classList.contains("map-pin");
      pins.clearLayers();
      for (const here of together(drawn)) pin(pins, here);
      if (kept) box.focus();
    };
    place();
    drawn.on("zoomend", place);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") drawn.closePopup();
    });
    return drawn;
  }

  function areas(drawn) {
    const places = (section.dataset.centres || "").split(";").filter(Boolean);
    const centres = places.map((place) => place.split(",").map(Number));
    const radius = Number(section.dataset.radius) * 1000;
    // A circle knows its bounds once it is on a map that has a view.
    if (centres.length) drawn.setView(centres[0], 9, { animate: false });
    return centres.map((at) => L.circle(at, { radius, className: "map-area", interactive: false }).addTo(drawn));
  }

  async function ground(drawn) {
    const codes = [...new Set(offers.map((offer) => offer.departement).filter((code) => /^\w{2,3}$/.test(code)))];
    if (!codes.length) return;
    const asked = codes.slice(0, 20).map((code) => `departement=${code}`).join("&");
    const answer = await fetch(`${section.dataset.outlines}?${asked}`);
    if (!answer.ok) return;
    const { outlines } = await answer.json();
    for (const { lines } of outlines) {
      if (lines.length) L.polygon(lines, { className: "map-ground", interactive: false }).addTo(drawn).bringToBack();
    }
    const names = L.layerGroup().addTo(drawn);
    const name = () => {
      names.clearLayers();
      const written = [];
      // The largest town of each first, then the others, as far as there is room for their names.
      for (const rank of [0, 1, 2, 3, 4]) {
        for (const [town, at] of outlines.map((outline) => outline.towns[rank]).filter(Boolean)) {
          const point = drawn.latLngToContainerPoint(at);
          if (written.some((other) => Math.abs(other.x - point.x) < 90 && Math.abs(other.y - point.y) < 22)) continue;
          written.push(point);
          const icon = L.divIcon({ className: "map-town", html: words(town), iconSize: null });
          const label = L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(names);
          label.getElement().setAttribute("aria-hidden", "true");
        }
      }
    };
    name();
    drawn.on("zoomend", name);
  }

  // Offers whose pins would cover each other at this scale share one.
  function together(drawn) {
    const groups = [];
    for (const offer of offers) {
      const point = drawn.latLngToLayerPoint(offer.at);
      const near = groups.find((group) => group.point.distanceTo(point) < PIN);
      if (near) near.offers.push(offer);
      else groups.push({ point, offers: [offer] });
    }
    return groups.map((group) => group.offers);
  }

  function pin(pins, here) {
    const count = here.length;
    const icon = L.divIcon({ className: "map-pin", html: words(String(count)), iconSize: [PIN, PIN] });
    const marker = L.marker(here[0].at, { icon, riseOnHover: true }).addTo(pins);
    const element = marker.getElement();
    const places = [...new Set(here.map((offer) => offer.place || "lieu sans nom"))];
    const where = places.length > 2 ? `${places[0]} et autour` : places.join(" et ");
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
    for (const offer of here) lit.set(offer.id, element);
  }

  // The pin of the offer in the list that is under the pointer or has the focus.
  for (const offer of offers) {
    const line = inList(offer) && inList(offer).closest("li");
    if (!line) continue;
    const light = (on) => () => lit.get(offer.id) && lit.get(offer.id).classList.toggle("lit", on);
    for (const name of ["mouseenter", "focusin"]) line.addEventListener(name, light(true));
    for (const name of ["mouseleave", "focusout"]) line.addEventListener(name, light(false));
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
    return added(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
  }

  function script(address) {
    return window.L ? null : added(Object.assign(document.createElement("script"), { src: address }));
  }

  function added(element) {
    return new Promise((done, failed) => {
      element.addEventListener("load", done);
      element.addEventListener("error", failed);
      document.head.append(element);
    });
  }
})();

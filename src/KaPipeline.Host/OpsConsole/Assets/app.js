// Wide pictures of dates open at their newest end.
document.querySelectorAll('[data-end]').forEach(box => { box.scrollLeft = box.scrollWidth; });

// Refreshes pages that say so, without losing what somebody is typing; everything works without it.
(() => {
  const main = document.querySelector('main');
  const wants = document.querySelector('[data-refresh]');
  if (!main || !wants) return;
  const seconds = Number(wants.dataset.refresh);
  setInterval(async () => {
    if (document.hidden || main.contains(document.activeElement) && document.activeElement !== main) return;
    try {
      const answer = await fetch(location.href, { headers: { 'x-refresh': '1' } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
      if (fresh) main.replaceChildren(...fresh.childNodes);
    } catch { /* the next time will tell */ }
  }, seconds * 1000);
})();

// Wide pictures of dates open at their newest end; a table of several columns tells its cells their names, for narrow screens.
const dress = () => {
  document.querySelectorAll('[data-end]').forEach(box => { box.scrollLeft = box.scrollWidth; });
  document.querySelectorAll('main table').forEach(table => {
    const heads = [...table.querySelectorAll('thead th')].map(head => head.textContent.trim());
    if (heads.length < 3) return;
    table.classList.add('stacked');
    table.querySelectorAll('tbody td').forEach(cell => {
      cell.dataset.head = heads[cell.cellIndex] ?? '';
      cell.classList.toggle('none', /^—?$/.test(cell.textContent.trim()) && !cell.querySelector('a, button, input, svg'));
    });
  });
};
dress();

// Refreshes pages that say so, without losing what somebody is typing; everything works without it.
(() => {
  const main = document.querySelector('main');
  const wants = document.querySelector('[data-refresh]');
  if (!main || !wants) return;
  const seconds = Number(wants.dataset.refresh);
  setInterval(async () => {
    const isBusy = () => document.hidden || main.contains(document.activeElement) && document.activeElement !== main;
    if (isBusy()) return;
    try {
      const answer = await fetch(location.href, { headers: { 'x-refresh': '1' } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
      // Somebody may have begun to type since it was asked.
      if (fresh && !isBusy()) { main.replaceChildren(...fresh.childNodes); dress(); }
    } catch { /* the next time will tell */ }
  }, seconds * 1000);
})();

;// KaPipeline's part of the dashboard. Every action asks for its reason and shows the server's answer, also a refusal; pages that say so refresh
// themselves; times are told in the reader's language; what the dashboard leaves without a name gets one.
(() => {
  const zh = document.documentElement.lang.startsWith('zh');
  const T = (chinese, english) => zh ? chinese : english;
  if (zh && window.Hangfire) window.Hangfire.config.locale = 'zh-cn';

  // What the built-in commands mean here, by the end of their address. Nothing is removed or executed by Hangfire itself.
  const meanings = [
    { path: /\/recurring\/trigger$/, mail: true, title: ['立即执行', 'Trigger now'],
      says: ['为所选计划的最近一期新建运行，起因记为重跑。', 'A new run for the newest occurrence of each picked schedule, recorded as a rerun.'] },
    { path: /\/recurring\/remove$/, title: ['暂停计划', 'Pause the schedule'],
      says: ['计划不会被删除，而是暂停；用「恢复」继续。', 'The schedule is not deleted but paused; Resume lets it go on.'] },
    { path: /\/recurring\/resume$/, title: ['恢复计划', 'Resume the schedule'],
      says: ['从下一期起照常；暂停期间的各期不补。', 'It goes on with its next occurrence; those missed while it was paused are not caught up.'] },
    { path: /\/requeue(\/[^/]+)?$/, mail: true, title: ['重新入队', 'Requeue'],
      says: ['为同一期新建运行；原来的记录保留。', 'A new run of the same occurrence; the earlier record stays.'] },
    { path: /\/enqueue$/, title: ['立即开始', 'Enqueue now'], says: ['等待中的这一次马上开始，不再等到预定时间。', 'The waiting attempt starts at once instead of at its time.'] },
    { path: /\/delete(\/[^/]+)?$/, title: ['取消', 'Cancel'],
      says: ['排队的立即取消，执行中的在下一次心跳时停止，失败的搁置。', 'What is queued is cancelled at once, what runs stops at its next heartbeat, what failed is set aside.'] },
  ];

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const send = async (address, jobs, reason, mail) => {
    const content = name => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
    const body = new URLSearchParams([...jobs.map(id => ['jobs[]', id]), ['reason', reason], ...(mail ? [['mail', '1']] : [])]);
    try {
      const answer = await fetch(address, { method: 'POST', headers: { [content('csrf-header')]: content('csrf-token') }, body, redirect: 'manual' });
      if (answer.type === 'opaqueredirect') return { refused: [T('登录已过期，请重新登录。', 'Your session has ended; sign in again.')] };
      return answer.headers.get('content-type')?.includes('json') ? await answer.json()
        : { refused: [T(`服务器回答 ${answer.status}。`, `The server answered ${answer.status}.`)] };
    } catch {
      return { refused: [T('没有收到回答，请检查网络。', 'No answer came; check the network.')] };
    }
  };

  const ask = (address, jobs, names) => {
    const meaning = meanings.find(each => each.path.test(address));
    const title = T(...meaning.title) + (names.length > 1 ? T(`：${names.length} 项`, `: ${names.length} items`) : '');
    const reason = element('textarea', { id: 'ka-reason', required: true, maxLength: 400, rows: 3, className: 'form-control', autofocus: true });
    const mail = element('input', { type: 'checkbox', id: 'ka-mail' });
    const go = element('button', { type: 'submit', className: 'btn btn-primary', textContent: T(...meaning.title) });
    const leave = element('button', { type: 'button', className: 'btn btn-default', textContent: T('不做', 'Do nothing') });
    const answer = element('div', { className: 'ka-answer' });
    answer.setAttribute('aria-live', 'polite');
    const form = element('form', { method: 'dialog' },
      element('h2', { id: 'ka-dialog-title', textContent: title }),
      element('p', { id: 'ka-dialog-says', textContent: T(...meaning.says) }),
      element('ul', { className: 'ka-names' }, ...names.slice(0, 8).map(name => element('li', { textContent: name })),
        ...(names.length > 8 ? [element('li', { textContent: T(`……共 ${names.length} 项`, `… ${names.length} in all`) })] : [])),
      element('label', { htmlFor: 'ka-reason', textContent: T('原因（必填）', 'Reason (required)') }), reason,
      ...(meaning.mail ? [element('label', { className: 'ka-line' }, mail, T('允许发邮件', 'May send mail'))] : []),
      answer, element('div', { className: 'ka-buttons' }, leave, go));
    const dialog = element('dialog', { className: 'ka-dialog' }, form);
    dialog.setAttribute('aria-labelledby', 'ka-dialog-title');
    dialog.setAttribute('aria-describedby', 'ka-dialog-says');
    let changed = false;
    leave.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => { dialog.remove(); if (changed) location.reload(); });
    form.addEventListener('submit', async submitted => {
      submitted.preventDefault();
      go.disabled = true;
      const { said = [], refused = [] } = await send(address, jobs, reason.value.trim(), mail.checked);
      changed ||= said.length > 0;
      answer.replaceChildren(
        ...said.map(text => element('p', { className: 'said', textContent: text })),
        ...refused.map(text => element('p', { className: 'wrong', textContent: text })));
      leave.textContent = T('关闭', 'Close');
      // What was refused may be asked for again, with other words or later; what was done may not.
      go.disabled = changed;
      if (changed) leave.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  // Before the dashboard's own handlers, which would send the command without a reason and show no refusal.
  window.addEventListener('click', clicked => {
    const button = clicked.target.closest?.('.js-jobs-list-command, [data-ajax]');
    if (!button) return;
    clicked.preventDefault();
    clicked.stopImmediatePropagation();
    if (button.disabled) return;
    if (button.dataset.ajax) {
      ask(button.dataset.ajax, [], [document.querySelector('h1')?.textContent.trim() ?? '']);
      return;
    }
    const picked = [...button.closest('.js-jobs-list').querySelectorAll("input[name='jobs[]']:checked")];
    if (picked.length === 0) return;
    ask(button.dataset.url, picked.map(box => box.value), picked.map(nameOf));
  }, true);

  const nameOf = box => {
    const row = box.closest('tr');
    return row?.querySelector('.job-method')?.textContent.trim() ?? row?.querySelector('.word-break.width-30')?.textContent.trim() ?? `#${box.value}`;
  };

  // Its button says what it does here.
  document.querySelectorAll("[data-url$='/recurring/remove']").forEach(button => {
    button.lastChild.textContent = ` ${T('暂停', 'Pause')}`;
    // What was paused here goes on from here.
    const resume = button.cloneNode(true);
    resume.dataset.url = button.dataset.url.replace(/remove$/, 'resume');
    resume.querySelector('.glyphicon')?.classList.replace('glyphicon-remove', 'glyphicon-play');
    resume.lastChild.textContent = ` ${T('恢复', 'Resume')}`;
    button.after(resume);
  });

  // Nor do failed jobs wait for an attribute in somebody's code.
  const hint = location.pathname.endsWith('/jobs/failed') && document.querySelector('.js-page-container .alert-warning');
  if (hint) hint.textContent = T('失败的作业留在这里，直到有人重新入队（新建一次运行）或删除（搁置）。',
    'Failed jobs stay here until somebody requeues them, as a new run, or deletes them, which sets them aside.');

  // Names for readers of the screen.
  document.querySelectorAll('.js-jobs-list-checkbox').forEach(box => box.setAttribute('aria-label', T('选择 ', 'Select ') + nameOf(box)));
  document.querySelectorAll('.js-jobs-list-select-all').forEach(box => box.setAttribute('aria-label', T('全选', 'Select all')));
  const mark = (selector, attributes) => document.querySelectorAll(selector).forEach(found => {
    for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
  });
  mark('.navbar', { role: 'navigation', 'aria-label': T('主导航', 'Main') });
  mark('.js-page-container', { role: 'main' });
  mark('#footer', { role: 'contentinfo' });
  mark('.js-page-container h3', { 'aria-level': '2' });
  mark('.js-page-container h4', { 'aria-level': '3' });
  mark('canvas', { role: 'img', 'aria-label': T('完成、失败与删除的作业数', 'Jobs that succeeded, failed and were deleted') });
  document.querySelector('.navbar-toggle')?.setAttribute('aria-label', T('菜单', 'Menu'));

  // Refreshes our pages without losing what somebody is typing; everything works without it.
  const live = document.querySelector('.ka [data-refresh]');
  if (live) {
    setInterval(async () => {
      const part = document.querySelector('.ka');
      const isBusy = () => document.hidden || part.contains(document.activeElement);
      if (isBusy()) return;
      try {
        const answer = await fetch(location.href, { headers: { 'x-refresh': '1' }, redirect: 'manual' });
        if (!answer.ok) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.ka');
        // Somebody may have begun to type since it was asked.
        if (fresh && !isBusy()) part.replaceChildren(...fresh.childNodes);
      } catch { /* the next time will tell */ }
    }, Number(live.dataset.refresh) * 1000);
  }
})();

using System.Collections.Concurrent;
using Dapper;
using KaPipeline.Claims;
using KaPipeline.Digests.Calendar;
using KaPipeline.Digests.Editions;
using KaPipeline.Host.Work;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Jobs;
using KaPipeline.Mail;
using KaPipeline.Opening;
using KaPipeline.Rules;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Demo;

/// <summary>
/// The main job on the sample month: load what arrived, then the morning mail of every working day, each by what had arrived by its
/// time (the two clocks make that the same as living through the month), and the workbooks of the last day.
/// </summary>
/// <param name="database">A warehouse that is ready.</param>
/// <param name="samples">The folder of sample files.</param>
/// <param name="asOf">Business date at whose end the month is looked at.</param>
/// <param name="address">Of the console that the mails' lines lead to, where the settings name none.</param>
internal sealed class DemoRun(KaHome home, NpgsqlDataSource database, string samples, DateOnly asOf, string address)
{
    /// <summary>Business date with which the samples begin.</summary>
    public static readonly DateOnly Start = new(2026, 5, 1);

    private const string Daily = "daily";

    private readonly MailOptions mail = Settings(home, address);

    /// <summary>Loads the samples that had arrived by the end of the as-of date, and once what was brought along.</summary>
    public async Task<IReadOnlyList<LoadResult>> LoadAsync(CancellationToken ct)
    {
        var ingest = new Ingest(database, new FileArchive(home.Archive), ProfileCatalog.Load(home.Config), TimeProvider.System);
        var knownAt = ReportClock.EndOf(asOf).KnownAt;
        var files = ingest.Find([samples]).Known.Where(item => item.File.ArrivedAt <= knownAt).ToList();
        var loads = new DemoLoads(files);
        var results = await DemoProgress.RunAsync("加载文件 loading files", files.Count, async step =>
            await ingest.RunAsync(files, new EachFile(result =>
            {
                loads.Note(result);
                step($"{result.ChainId}/{result.FileName}");
            }), ct: ct));
        await DoneRuns.AddAsync(database, loads.Runs(), DemoLedger.Who, ct);
        await OpenAsync(database, home.Archive, samples, ct);
        return results;
    }

    /// <summary>Loads the opening balances of the samples where they have not been: sales of before their first day.</summary>
    internal static async Task OpenAsync(NpgsqlDataSource database, string archive, string samples, CancellationToken ct)
    {
        string[] opening = [Path.Combine(samples, "opening")];
        var balances = new OpeningBalances(database, new FileArchive(archive), TimeProvider.System);
        if (!await balances.WereLoadedAsync(opening, ct))
        {
            await balances.LoadAsync(opening, Start, null, DemoLedger.Who, ct);
        }
    }

    /// <summary>Settles the touched documents, records the locks, opens, clears or reopens the claims, and checks the warehouse.</summary>
    /// <returns>Why a check stopped the figures; null where none did.</returns>
    public async Task<string?> ReconcileAsync(CancellationToken ct)
    {
        var job = new ReconcileJob(database, WorkingCalendar.Load(home.Config), BusinessRules.Load(home.Config), TimeProvider.System);
        return (await new DemoLedger(database, [job]).DoAsync(job.Name, asOf, ct)).Stopped;
    }

    /// <summary>Gives each open case that nobody has to who works on it, as the team would in the console: what a chain owes us to the
    /// supervisor of the chain, what it may take back to finance.</summary>
    /// <returns>How many were given.</returns>
    public async Task<int> GiveCasesAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var given = (await connection.QueryAsync<(long CaseId, string Owner)>(new CommandDefinition(
            """
            select claim.case_id, min(person.name)
            from ops."case" as claim
            join core.responsibility as held on @asOf between held.valid_from and held.valid_to and held.superseded_at = 'infinity'
                and case when claim.claimed_amount + claim.at_stake_amount > 0 then held.role = 'supervisor' and held.chain_id = claim.chain_id
                    else held.role = 'finance' end
            join core.person as person on person.person_id = held.person_id and person.superseded_at = 'infinity'
            where claim.owner is null and claim.state = 'open'
            group by claim.case_id
            order by claim.case_id
            """, new { asOf }, cancellationToken: ct))).ToList();
        var cases = new CaseStore(database, TimeProvider.System);
        foreach (var (caseId, owner) in given)
        {
            await cases.StepAsync(caseId, "assign", DemoLedger.Who, note: owner, ct: ct);
        }

        return given.Count;
    }

    /// <summary>Makes the morning mails that have not been made yet, and delivers them.</summary>
    /// <param name="from">First day of the month that is lived through.</param>
    /// <param name="ct">Stops between two editions.</param>
    /// <returns>Editions made now, and mails by state they ended in.</returns>
    public async Task<(int Editions, IReadOnlyDictionary<string, int> Mails)> MailAsync(DateOnly from, CancellationToken ct)
    {
        var calendar = DigestSchedules.LoadCalendar(home.Config, mail.WaitForSourcesUntil);
        var due = await EditionsDueAsync(from, calendar.WorkingDays, ct);
        var digests = new DigestService(database, DigestService.AllDigests, new RecipientList(RecipientRules.Load(home.Config)), calendar,
            mail, TimeProvider.System);
        var postman = Postman.For(database, mail, home);
        var ledger = new DemoLedger(database, DigestService.AllDigests.Select(digest =>
            new DigestJob(digest.Name, digests, () => postman, mail, database, TimeProvider.System)));
        var runs = await DemoProgress.RunAsync("早间邮件 morning mails", due.Count, step => InLanesAsync(due, digests, ledger, step, ct));
        return (due.Count, await ledger.MailsAsync(runs, ct));
    }

    // Dailies one after the other, and beside them all other digests, each after the daily of its date: a letter reads what letters of
    // earlier dates told. What the coming mornings ask for is computed meanwhile, a few of them ahead.
    private static async Task<IReadOnlyCollection<long>> InLanesAsync(
        IReadOnlyCollection<(string Digest, DateOnly BusinessDate)> due, DigestService digests, DemoLedger ledger, Action<string> step,
        CancellationToken ct)
    {
        var runs = new ConcurrentBag<long>();
        var dailies = due.Where(slot => slot.Digest == Daily)
            .ToDictionary(slot => slot.BusinessDate, _ => new TaskCompletionSource());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var ahead = new SemaphoreSlim(3);
        await Task.WhenAll(
            EachAsync(isDaily: true, async (digest, businessDate) =>
            {
                await MakeAsync(digest, businessDate);
                dailies[businessDate].SetResult();
                ahead.Release();
            }),
            EachAsync(isDaily: false, async (digest, businessDate) =>
            {
                await (dailies.GetValueOrDefault(businessDate)?.Task.WaitAsync(stop.Token) ?? Task.CompletedTask);
                await MakeAsync(digest, businessDate);
            }),
            EachAsync(isDaily: true, async (digest, businessDate) =>
            {
                await ahead.WaitAsync(stop.Token);
                await digests.PrepareAsync(new DigestRequest(digest, businessDate, DemoLedger.Who), stop.Token);
            }));
        return runs;

        async Task MakeAsync(string digest, DateOnly businessDate)
        {
            runs.Add((await ledger.DoAsync(digest, businessDate, stop.Token)).RunId);
            step($"{digest} {businessDate:yyyy-MM-dd}");
        }

        async Task EachAsync(bool isDaily, Func<string, DateOnly, Task> doAsync)
        {
            try
            {
                foreach (var (digest, businessDate) in due.Where(slot => slot.Digest == Daily == isDaily))
                {
                    await doAsync(digest, businessDate);
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    private async Task<List<(string Digest, DateOnly BusinessDate)>> EditionsDueAsync(
        DateOnly from, WorkingCalendar calendar, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var made = (await connection.QueryAsync<(string, DateOnly)>(new CommandDefinition(
            "select digest, business_date from ops.edition", cancellationToken: ct))).ToHashSet();
        var due = new List<(string, DateOnly)>();
        for (var businessDate = from; businessDate <= asOf; businessDate = businessDate.AddDays(1))
        {
            due.AddRange(DigestService.AllDigests
                .Where(digest => DigestDays.GoesOn(digest.Name, businessDate.AddDays(1), calendar))
                .Select(digest => (digest.Name, businessDate)).Where(slot => !made.Contains(slot)));
        }

        return due;
    }

    // Progress<T> posts to another thread, so that lines would come out of order.
    private sealed class EachFile(Action<LoadResult> tell) : IProgress<LoadResult>
    {
        public void Report(LoadResult value) => tell(value);
    }

    private static MailOptions Settings(KaHome home, string address)
    {
        var options = MailSettings.Load(home);
        options.ConsoleAddress = options.ConsoleAddress.Length > 0 ? options.ConsoleAddress : address;
        return options;
    }
}

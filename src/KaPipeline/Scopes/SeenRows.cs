using Dapper;
using KaPipeline.Audit;
using KaPipeline.Digests.Facts;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Mail;
using KaPipeline.Rules;
using KaPipeline.SkuLocks;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Scopes;

/// <summary>Who asks the warehouse.</summary>
/// <param name="Who">Account, for the audit.</param>
/// <param name="PersonId">Whose responsibilities say what is seen; null: all is seen.</param>
/// <param name="Language"><c>zh-CN</c> or <c>en</c>.</param>
/// <param name="SeesOperations">Whether what belongs to operations (files, runs, mails' states) is seen whole.</param>
public sealed record SeenBy(string Who, string? PersonId, string Language, bool SeesOperations);

/// <summary>The warehouse as one person may see it. Pages have no other way to it: what they ask is cut to the person's scope before it is
/// answered.</summary>
/// <param name="database">Where it is read.</param>
/// <param name="people">Who answers for what.</param>
/// <param name="by">Who asks.</param>
/// <param name="clock">Says which day it is.</param>
/// <param name="ledger">Where it is written who asked for what is not theirs, or is personal; the same unless a standby is read.</param>
public sealed class SeenRows(NpgsqlDataSource database, RecipientList people, SeenBy by, TimeProvider clock, NpgsqlDataSource ledger)
{
    private readonly Dictionary<ReportClock, SeenPlaces> places = [];
    private Recipient? reader;

    /// <summary>Who asks, with what they are responsible for today; somebody who is responsible for nothing sees nothing.</summary>
    public async Task<Recipient> ReaderAsync(CancellationToken ct = default)
    {
        if (reader is null)
        {
            var nobody = new Recipient(by.PersonId ?? by.Who, new Mailbox(by.Who, ""), by.Language, [], by.PersonId is null ? Scope.All
                : new Scope([]));
            if (by.PersonId is null)
            {
                return reader = nobody;
            }

            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await Now.BeginAsync(connection, ct);
            reader = await people.OfPersonAsync(connection, by.PersonId, ct) ?? nobody;
        }

        return reader;
    }

    /// <summary>What is seen by the clocks of a report.</summary>
    public async Task<SeenPlaces> PlacesAsync(ReportClock at, CancellationToken ct = default)
    {
        if (!places.TryGetValue(at, out var known))
        {
            var scope = (await ReaderAsync(ct)).Scope;
            if (scope.IsAll)
            {
                return SeenPlaces.All;
            }

            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await at.BeginAsync(connection, ct);
            places[at] = known = await SeenPlaces.LoadAsync(connection, scope, ct);
        }

        return known;
    }

    /// <summary>What is seen now.</summary>
    public Task<SeenPlaces> PlacesAsync(CancellationToken ct = default) => PlacesAsync(Now, ct);

    /// <summary>Thresholds by the clocks of a report, for sentences that name one: the same for every reader.</summary>
    public async Task<RuleWords> RulesAsync(ReportClock at, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await at.BeginAsync(connection, ct);
        return await RuleWords.LoadAsync(connection, ct);
    }

    /// <summary>Rows of a question about <c>seen.NAME as alias</c> (<see cref="SeenSql"/>).</summary>
    public Task<IReadOnlyList<T>> ListAsync<T>(ReportClock at, string sql, object? values = null, CancellationToken ct = default) =>
        AnswerAsync<T>(at, sql, values, ct);

    private async Task<IReadOnlyList<T>> AnswerAsync<T>(ReportClock? at, string sql, object? values, CancellationToken ct)
    {
        var isWhole = (await ReaderAsync(ct)).Scope.IsAll;
        var question = SeenSql.Cut(sql, isWhole, by.SeesOperations);
        if (isWhole)
        {
            return at is null ? await database.ListAsync<T>(question, values, ct) : await database.ListAsync<T>(at, question, values, ct);
        }

        var all = new DynamicParameters(values);
        (await PlacesAsync(at ?? Now, ct)).AddTo(all);
        all.Add("seen_reader", by.PersonId);
        return await database.ListAsync<T>(at ?? Now, question, all, ct);
    }

    /// <summary>Several questions by the clocks of a report, answered from one state of the warehouse.</summary>
    public async Task<T> TogetherAsync<T>(ReportClock at, Func<SeenQuestions, Task<T>> ask, CancellationToken ct = default)
    {
        var isWhole = (await ReaderAsync(ct)).Scope.IsAll;
        var seen = isWhole ? null : await PlacesAsync(at, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await at.BeginAsync(connection, ct);
        return await ask(new SeenQuestions(connection, sql => SeenSql.Cut(sql, isWhole, by.SeesOperations), values =>
        {
            seen?.AddTo(values);
            values.Add("seen_reader", by.PersonId);
        }));
    }

    /// <summary>Rows of a question about what is now.</summary>
    public Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values = null, CancellationToken ct = default) =>
        AnswerAsync<T>(null, sql, values, ct);

    /// <summary>The first row of a question about what is now, or null.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object? values = null, CancellationToken ct = default) =>
        (await AnswerAsync<T>(null, sql, values, ct)) is [var first, ..] ? first : default;

    /// <summary>Rows of one thing that was asked for by its address. Where there are some, and none that may be seen, the audit says who
    /// asked.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="subject">Which one.</param>
    /// <param name="at">The clocks; null: as it is now.</param>
    /// <param name="sql">The question.</param>
    /// <param name="ct">Stops the queries.</param>
    public async Task<IReadOnlyList<T>> AddressedAsync<T>(string kind, string subject, ReportClock? at, string sql, object? values = null,
        CancellationToken ct = default)
    {
        var rows = await AnswerAsync<T>(at, sql, values, ct);
        if (rows.Count == 0 && !(await ReaderAsync(ct)).Scope.IsAll
            && (await database.ListAsync<int>(at ?? Now, $"select 1 from ({SeenSql.Cut(sql, true, true)}) as there limit 1", values,
            ct)).Count > 0)
        {
            await RefuseAsync(kind, subject, ct);
        }

        return rows;
    }

    /// <summary>Rows of one thing that was asked for by its address, as it is now.</summary>
    public Task<IReadOnlyList<T>> AddressedAsync<T>(string kind, string subject, string sql, object? values = null,
        CancellationToken ct = default) =>
        AddressedAsync<T>(kind, subject, null, sql, values, ct);

    /// <summary>Notes that somebody asked for what lies outside their scope.</summary>
    public async Task RefuseAsync(string kind, string subject, CancellationToken ct = default)
    {
        await using var connection = await ledger.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), by.Who, "refuse_out_of_scope", kind, subject, ct: ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Notes that somebody looked at what is personal: a photograph, penalties by name.</summary>
    /// <param name="kind">photograph or penalties.</param>
    /// <param name="subject">Which.</param>
    /// <param name="ct">Stops the query.</param>
    public Task NoteAccessAsync(string kind, string subject, CancellationToken ct = default) => ledger.DoAsync(
        "insert into ops.personal_access (happened_at, who, kind, subject) values (@now, @Who, @kind, @subject)",
        new { now = clock.GetUtcNow(), by.Who, kind, subject = subject.Length > 400 ? subject[..400] + "…" : subject }, ct);

    /// <summary>Whether something made of a whole chain may be handed over; the audit says so where not.</summary>
    public async Task<bool> MayHaveAsync(string kind, string subject, string chainId, CancellationToken ct = default)
    {
        if ((await PlacesAsync(ct)).HasWhole(chainId))
        {
            return true;
        }

        await RefuseAsync(kind, subject, ct);
        return false;
    }

    /// <summary>Facts cut to whoever asks.</summary>
    /// <param name="at">The clocks.</param>
    /// <param name="load">Reads them whole.</param>
    /// <param name="ct">Stops the queries.</param>
    public async Task<(Scoped<T> Facts, Names Names)> LoadAsync<T>(
        ReportClock at, Func<NpgsqlConnection, Names, Task<T>> load, CancellationToken ct = default) where T : ICutToReader<T>
    {
        Names names = null!;
        var facts = await LoadAsync(at, async connection => await load(connection, names = await Names.LoadAsync(connection, ct)), ct);
        return (facts, names);
    }

    /// <summary>Facts that need no names, cut to whoever asks.</summary>
    public async Task<Scoped<T>> LoadAsync<T>(ReportClock at, Func<NpgsqlConnection, Task<T>> load, CancellationToken ct = default)
        where T : ICutToReader<T>
    {
        var whom = await ReaderAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await at.BeginAsync(connection, ct);
        return new Scoped<T>(await load(connection), whom);
    }

    /// <summary>What somebody else finds within the scope of whoever asks. Where there is nothing in it, and something outside, the audit
    /// says who asked.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="subject">Which one.</param>
    /// <param name="find">Finds it within a scope.</param>
    /// <param name="ct">Stops the queries.</param>
    public async Task<IReadOnlyList<T>> WithinAsync<T>(
        string kind, string subject, Func<NpgsqlDataSource, Scope, Task<IReadOnlyList<T>>> find, CancellationToken ct = default)
    {
        var scope = (await ReaderAsync(ct)).Scope;
        var found = await find(database, scope);
        if (found.Count == 0 && !scope.IsAll && (await find(database, Scope.All)).Count > 0)
        {
            await RefuseAsync(kind, subject, ct);
        }

        return found;
    }

    /// <summary>The locks that a store had, where it may be seen.</summary>
    public async Task<IReadOnlyList<AlertSpell>> LocksOfAsync(ReportClock at, string chainId, string storeId,
        CancellationToken ct = default)
    {
        if (!(await PlacesAsync(at, ct)).Sees(chainId, storeId))
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await at.BeginAsync(connection, ct);
        return await LockHistory.OfStoreAsync(connection, chainId, storeId, ct);
    }

    /// <summary>The locked items of a chain in the stores that may be seen.</summary>
    public async Task<IReadOnlyList<ReopenableItem>> ReopenableItemsAsync(ReportClock at, string chainId, CancellationToken ct = default)
    {
        var seen = await PlacesAsync(at, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await at.BeginAsync(connection, ct);
        var items = await ReopenableItems.LoadAsync(connection, new ReopeningScope(chainId));
        List<ReopenableItem> own = [.. items.Where(item => seen.Sees(chainId, item.StoreId))];
        if (own.Count == 0 && items.Count > 0)
        {
            await RefuseAsync("application", chainId, ct);
        }

        return own;
    }

    /// <summary>Files that are held, of chains that are seen whole.</summary>
    public async Task<IReadOnlyList<HeldFiles.File>> HeldAsync(string? chain, CancellationToken ct = default)
    {
        var (files, seen) = (await new HeldFiles(database).ListAsync(chain, ct), await PlacesAsync(ct));
        return by.SeesOperations ? files : [.. files.Where(file => seen.HasWhole(file.ChainId))];
    }

    /// <summary>What is odd about a held file of a chain that is seen whole.</summary>
    public async Task<IReadOnlyList<OddContent>> OddAsync(long load, CancellationToken ct = default) =>
        await FirstAsync<bool>("select true from seen.whole_load as one where load_id = @load", new { load }, ct)
        ? await new HeldFiles(database).OddAsync(load, ct) : [];

    private ReportClock Now => ReportClock.EndOf(BusinessTime.Today(clock)) with { IsNarrow = true };
}

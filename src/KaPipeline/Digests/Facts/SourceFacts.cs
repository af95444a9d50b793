using Dapper;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Facts;

/// <summary>A feed of a chain that is late, missing or held, for one business date.</summary>
/// <param name="Report">Report of its profile.</param>
/// <param name="BusinessDate">Date it is about.</param>
/// <param name="State"><c>missing</c>, <c>late</c> (it came, after its time), <c>thin</c> (it came with hardly a row), <c>held</c>,
/// <c>implausible</c> or <c>refused</c> (it came and could not be read or believed).</param>
/// <param name="ExpectedBy">When it should have come.</param>
/// <param name="Message">What is known about it.</param>
public sealed record SourceState(string ChainId, string Report, DateOnly BusinessDate, string State, DateTime? ExpectedBy, string? Message)
{
    /// <summary>Whether the figures lack it.</summary>
    public bool IsLacking => State is not "late";
}

/// <summary>Rows in quarantine of one file.</summary>
/// <param name="ChainId">Chain; empty for the company's own master data.</param>
/// <param name="Rows">Open rows.</param>
/// <param name="RowsIn">All rows of the file.</param>
/// <param name="Rule">Why the first of them is there.</param>
/// <param name="Example">The first of them: sheet, row, column, found.</param>
/// <param name="RecordedAt">When it was loaded.</param>
public sealed record QuarantinedFile(string ChainId, string FileName, long LoadId, long Rows, long RowsIn, string Rule, string Example,
    DateTime RecordedAt);

/// <summary>Reads how complete the sources are.</summary>
/// <param name="States">Feeds that are not as they should be.</param>
/// <param name="Quarantined">Files with open rows.</param>
public sealed record SourceFacts(IReadOnlyList<SourceState> States, IReadOnlyList<QuarantinedFile> Quarantined)
{
    /// <summary>What concerns a reader: the files of chains of which any store lies in the scope; the company's own, who sees
    /// everything.</summary>
    public SourceFacts CutTo(Recipient reader, Names names) => this with
    {
        States = [.. States.Where(state => names.Touches(reader.Scope, state.ChainId))],
        Quarantined =
        [.. Quarantined.Where(file => file.ChainId.Length == 0 ? reader.Scope.IsAll : names.Touches(reader.Scope, file.ChainId))],
    };

    /// <summary>Reads feeds of the days from <paramref name="from"/> to <paramref name="to"/>, and all rows still in quarantine.</summary>
    /// <param name="wantedBy">What is expected up to this moment belongs to the edition, also when it goes before.</param>
    public static async Task<SourceFacts> LoadAsync(
        NpgsqlConnection connection, DateOnly from, DateOnly to, DateTimeOffset wantedBy, CancellationToken ct = default)
    {
        var states = await StatesAsync(connection, from, to, wantedBy, ct);
        states = [.. states, .. await ThinAsync(connection, from, to, states, ct)];
        var quarantined = await connection.QueryAsync<QuarantinedFile>(new CommandDefinition(
            """
            select chain_id, file_name, load_id, count(*) as rows, min(rows_in) as rows_in,
                   (array_agg(rule order by row_number))[1] as rule,
                   (array_agg(concat_ws(' ', nullif(sheet, ''), '#' || row_number, column_name, '“' || left(found, 40) || '”') order by row_number))[1] as example,
                   min(recorded_at) as recorded_at
            from ops.quarantined_row join ops.load using (load_id)
            where quarantined_row.state = 'open' and core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
            group by chain_id, file_name, load_id
            order by count(*) desc, file_name
            """, cancellationToken: ct));
        return new SourceFacts(states, [.. quarantined]);
    }

    // A file that came with hardly a row: nothing to wait for, but the day's figures lack it.
    private static async Task<IEnumerable<SourceState>> ThinAsync(
        NpgsqlConnection connection, DateOnly from, DateOnly to, IReadOnlyList<SourceState> states, CancellationToken ct)
    {
        var thin = await connection.QueryAsync<(string Chain, string Report, DateOnly Date, long Rows, decimal Usual)>(
            new CommandDefinition(
            """
            select chain_id, report, business_date, row_count, usual_count from mart.feed_volume
            where is_low and business_date between @from and @to order by chain_id, business_date, report
            """, new { from, to }, commandTimeout: 0, cancellationToken: ct));
        return thin.Where(day =>
            !states.Any(state => state.IsLacking && (state.ChainId, state.Report, state.BusinessDate) == (day.Chain, day.Report, day.Date)))
            .Select(day =>
            new SourceState(day.Chain, day.Report, day.Date, "thin", null, FormattableString.Invariant($"{day.Rows} / {day.Usual:0.#}")));
    }

    /// <summary>Feeds of the days from <paramref name="from"/> to <paramref name="to"/> that are late, missing, or came and could not be
    /// read.</summary>
    /// <param name="wantedBy">A feed expected up to this moment is missing while it is not there, although its own time may not be over
    /// yet.</param>
    public static async Task<IReadOnlyList<SourceState>> StatesAsync(
        NpgsqlConnection connection, DateOnly from, DateOnly to, DateTimeOffset wantedBy, CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return (await connection.QueryAsync<SourceState>(new CommandDefinition(
            """
            select chain_id, report, business_date, case state when 'late' then 'late' else 'missing' end as state, expected_by, null::text as message
            from mart.feed_arrival
            where business_date between @from and @to and (state in ('late', 'missing') or (state = 'not_due' and expected_by <= @wantedBy))
            union all
            select chain_id, report, coalesce(business_date, (arrived_at at time zone 'Asia/Shanghai')::date),
                case when state = 'held' and exists (select from ops.odd_content odd where odd.load_id = load.load_id) then 'implausible' else state end, null, finding
            from ops.load
            where state in ('held', 'refused') and core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
              and coalesce(business_date, (arrived_at at time zone 'Asia/Shanghai')::date) between @from and @to
              and not exists (
                  select from ops.load as later
                  where later.chain_id = load.chain_id and later.report = load.report and later.business_date = load.business_date
                    and later.state = 'loaded' and core.is_known(later.arrived_at, later.recorded_at, 'infinity', 'infinity'))
            order by chain_id, business_date, report
            """, new { from, to, wantedBy }, cancellationToken: ct))).AsList();
    }
}

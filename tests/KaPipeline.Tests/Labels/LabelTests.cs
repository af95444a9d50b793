using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Host.Work;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Labels;

/// <summary>Every code that the database or the program knows has a label in both languages.</summary>
public sealed partial class LabelTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    private static readonly List<(string Name, LabelFamily Labels)> Families =
    [
        .. typeof(Label).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(LabelFamily))
            .Select(property => (property.Name, (LabelFamily)property.GetValue(null)!)),
    ];

    private static readonly HashSet<string> Labelled = [.. Families.SelectMany(family => family.Labels.Codes)];

    // Literals of sql that nobody reads: parts of dates, settings, what a step passes on to the next view, languages of text.
    private static readonly HashSet<string> NoCodes =
    [
        "infinity", "unjudged", "was", "rest", "tiers",
    ];

    [Fact]
    public async Task Every_code_of_a_check_has_a_label()
    {
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await UnlabelledAsync(connection));
    }

    [Fact]
    public async Task A_code_without_a_label_is_found()
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(
            """
            alter table ops.run drop constraint run_state_known;
            alter table ops.run add constraint run_state_known check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'asleep'));
            alter table ops.run add column mood text constraint run_mood_known check (mood in ('good', 'bad'));
            """, transaction: transaction);

        Assert.Equal(
            ["ops.run.mood is a column of no family", "ops.run.state: asleep has no label"], await UnlabelledAsync(connection));
    }

    [Fact]
    public void Every_alert_says_what_to_do_next() =>
        Assert.Equal(Label.Alert.Codes.Order(), Label.AlertNextStep.Codes.Order());

    [Fact]
    public async Task Every_step_of_a_case_has_a_label()
    {
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var steps = (await connection.QueryAsync<(string From, string Action, string To)>(
            "select from_state, action, to_state from ops.case_step")).AsList();

        Assert.NotEmpty(steps);
        Assert.Empty(steps.SelectMany(step => new[] { step.From, step.To }).Except(Label.CaseState.Codes));
        Assert.Empty(steps.Select(step => step.Action).Except(Label.CaseStep.Codes));
        Assert.Empty(steps.Select(step => "case_" + step.Action).Except(Label.AuditAction.Codes));
    }

    [Fact]
    public void Every_code_that_a_view_writes_has_a_label()
    {
        var codes = Directory.EnumerateFiles(Path.Combine(Repository.Root, "sql", "views"), "*.sql", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "sql", "fragments"), "*.sql", SearchOption.AllDirectories))
            .SelectMany(file => Written().Matches(Comment().Replace(File.ReadAllText(file), ""))
                .Select(match => (File: Path.GetFileName(file), Code: match.Groups["code"].Value)));

        Assert.Empty(codes.Where(one => !Labelled.Contains(one.Code) && !NoCodes.Contains(one.Code)).Distinct());
    }

    [Fact]
    public void Every_code_that_the_program_writes_has_a_label()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).ToList();
        string[] Of(Regex call) =>
            [.. source.SelectMany(text => call.Matches(text)).Select(match => match.Groups["code"].Value).Distinct()];
        var rules = typeof(RejectionRule).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(JobCatalogue.Names.Except(Label.Job.Codes));
        Assert.Empty(Of(Steps()).Except(Label.Step.Codes));
        Assert.Empty(Of(Alerts()).Except(Label.Alert.Codes));
        Assert.Empty(Of(Events()).Except(Label.RunEvent.Codes));
        Assert.Empty(Of(Actions()).Except(Label.AuditAction.Codes));
        Assert.Empty(rules.Except(Label.RowRule.Codes));
        Assert.True(Of(Steps()).Length > 20 && Of(Alerts()).Length > 8 && Of(Actions()).Length > 15, "the source is read");
    }

    [Fact]
    public async Task Every_figure_that_a_page_traces_is_told_in_words()
    {
        var views = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(file => TracePaths().Matches(File.ReadAllText(file)).Select(match => match.Groups["view"].Value)).Distinct().ToArray();
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var columns = await connection.QueryAsync<string>(
            """
            select distinct column_name from information_schema.columns where table_schema = 'mart' and table_name = any (@views)
                or table_schema = 'core' and table_name in ('order_line', 'delivery_line', 'statement', 'statement_line')
            """, new { views });

        Assert.True(views.Length > 15, "the source is read");
        Assert.Empty(views.Except(Label.TracedView.Codes));
        Assert.Empty(columns.Where(column => !column.EndsWith("load_id", StringComparison.Ordinal)
            && !column.EndsWith("row_number", StringComparison.Ordinal) && column is not "partition_month")
            .Except(Label.Column.Codes).Except(Label.Heading.Codes));
    }

    [Fact]
    public void Every_field_and_report_of_a_profile_has_a_label()
    {
        var config = Path.Combine(Repository.Root, "config");

        Assert.Empty(StagingTable.ByName.Keys.Except(Label.Record.Codes));
        Assert.Empty(StagingTable.ByName.Values.SelectMany(table => table.Fields).Select(field => field.Name).Except(Label.Column.Codes));
        Assert.Empty(ProfileCatalog.Load(config).Chains.SelectMany(chain => chain.Reports).Select(report => report.Name)
            .Except(Label.Feed.Codes));
    }

    [Fact]
    public void A_label_is_in_its_language() => Assert.Empty(
        from family in Families
        from label in family.Labels
        where !(Han().IsMatch(label.Chinese) || label.Chinese == label.English && label.English == label.Code)
            || Han().IsMatch(label.English) || string.IsNullOrWhiteSpace(label.English)
        select $"{family.Name}.{label.Code}");

    [Fact]
    public void No_two_families_claim_a_column() => Assert.Empty(
        Families.SelectMany(family => family.Labels.Columns).GroupBy(column => column).Where(column => column.Count() > 1)
            .Select(column => column.Key));

    [Fact]
    public void A_label_begins_a_line_with_a_capital()
    {
        Assert.Equal("Not delivered", Label.BreakKind.Opening("not_delivered", Language.English));
        Assert.Equal("未送达", Label.BreakKind.Opening("not_delivered", Language.Chinese));
        Assert.Equal("未送达 not delivered", Label.BreakKind.Both("not_delivered"));
    }

    [Fact]
    public void What_has_no_label_shows_as_it_is_stored()
    {
        Assert.Equal("some new code", Label.BreakKind.Of("some_new_code", Language.Chinese));
        Assert.Equal(Language.NoFigure, Label.BreakKind.Of(null, Language.English));
    }

    // Codes that check constraints list, each against the families of its column.
    private static async Task<List<string>> UnlabelledAsync(NpgsqlConnection connection)
    {
        var checks = await connection.QueryAsync<(string Table, string Definition)>(
            """
            select nspname || '.' || relname, pg_get_constraintdef(c.oid)
            from pg_constraint as c join pg_class on pg_class.oid = conrelid join pg_namespace on pg_namespace.oid = relnamespace
            where contype = 'c' and nspname in ('core', 'ops')
            """);
        var codes = checks.SelectMany(check => Listed().Matches(check.Definition).SelectMany(list =>
            Literal().Matches(list.Groups["list"].Value)
                .Select(code => (Column: $"{check.Table}.{list.Groups["column"].Value}", Code: code.Groups["code"].Value)))).Distinct()
            .ToList();
        Assert.True(codes.Count > 150, "the catalogue is read");
        return
        [
            .. codes.Select(one => Families.Where(family => family.Labels.Columns.Contains(one.Column)).ToList() switch
            {
                [] => $"{one.Column} is a column of no family",
                var families => families.Exists(family => family.Labels.Has(one.Code)) ? "" : $"{one.Column}: {one.Code} has no label",
            }).Where(fault => fault.Length > 0).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex("/trace/(?<view>[a-z_]+)")]
    private static partial Regex TracePaths();

    [GeneratedRegex(@"\(*(?<column>\w+)\)* (?:= ANY|<> ALL|=|<>) \(*(?:ARRAY\[(?<list>[^\]]*)\]|(?<list>'[a-z_]+'::text))")]
    private static partial Regex Listed();

    [GeneratedRegex("'(?<code>[^']*)'")]
    private static partial Regex Literal();

    // What a case gives, or a column that is named.
    [GeneratedRegex(@"(?:then|else|select|union all select|,) '(?<code>[a-z]+(?:_[a-z]+)*)'(?:::text)?(?= (?:when|end|as (?:kind|rule|state|status|family|verdict|level|cause|stage|source|role|scope_kind|area_kind|named_in)\b))")]
    private static partial Regex Written();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\.StepAsync\(\s*""(?<code>[^""]+)""")]
    private static partial Regex Steps();

    [GeneratedRegex(@"(?:Alerts\.(?:Open|Close)Async\(\s*\w+,|FollowAsync\(step,)\s*""(?<code>\w+)""")]
    private static partial Regex Alerts();

    [GeneratedRegex(@"RunJournal\.EventAsync\([^"";]*""(?<code>\w+)""")]
    private static partial Regex Events();

    [GeneratedRegex(@"(?:AuditTrail\.RecordAsync\([^"";]*|\bChangeAsync\(\s*|SwitchAsync\(\s*)""(?<code>[a-z]+_[a-z_]+)""")]
    private static partial Regex Actions();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}

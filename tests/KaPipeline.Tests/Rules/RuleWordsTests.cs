using System.Text.RegularExpressions;
using KaPipeline.Items;
using KaPipeline.Labels;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using OfficeOpenXml;

namespace KaPipeline.Tests.Rules;

public sealed partial class RuleWordsTests
{
    private static readonly DateTimeOffset Before = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Change = new(2026, 6, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("近 {figures.on_sale_days} 天", "近 28 天")]
    [InlineData("of {figures.on_sale_days|day}, {promotion.restore_working_days|working day}", "of 28 days, 1 working day")]
    [InlineData("{staffing.promoter_sales} 元, {price.order_tolerance}", "40,000 元, 0.005")]
    [InlineData("{nothing.known} 天, {nothing.known|day}", "— 天, — days")]
    [InlineData("{0} 与 {name}", "{0} 与 {name}")]
    public void Each_threshold_that_a_sentence_names_is_told_in_numbers(string sentence, string told) =>
        Assert.Equal(told, RuleWords.Of(UnusualRules.Shipped).In(sentence));

    [Fact]
    public async Task A_reprint_tells_what_held_then_and_a_form_what_holds_now()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await BusinessRulesSync.SyncAsync(connection, UnusualRules.Shipped, Before, Stopping);
        await BusinessRulesSync.SyncAsync(connection, UnusualRules.All, Change, Stopping);

        Assert.Equal("后 5 名", (await LoadAsync(Change.AddTicks(-10))).In("后 {ranking.bottom_count} 名"));
        Assert.Equal("后 4 名", (await LoadAsync(Change)).In("后 {ranking.bottom_count} 名"));

        await using var transaction = await new ReportClock(new DateOnly(2026, 6, 2), Change).BeginAsync(connection, Stopping);
        using var file = new MemoryStream();
        await TradeTemplate.All.Single(form => form.Name == "plans").SaveAsync(connection, Change, file, Stopping);
        var package = new ExcelPackage(file);
        var notes = package.Workbook.Worksheets[0].Cells["A2:A3"].Select(cell => cell.Text).ToList();
        Assert.Contains("后 4 名", notes[0], StringComparison.Ordinal);
        Assert.Contains("among the last 4 of last month", notes[1], StringComparison.Ordinal);

        async Task<RuleWords> LoadAsync(DateTimeOffset knownAt)
        {
            await using var then = await new ReportClock(new DateOnly(2026, 6, 2), knownAt).BeginAsync(connection, Stopping);
            return await RuleWords.LoadAsync(connection, Stopping);
        }
    }

    [Fact]
    public void Every_name_in_a_sentence_of_the_program_is_a_threshold()
    {
        var groups = BusinessRules.KnownThresholds.Select(name => name.Split('.')[0]).Distinct().ToHashSet();
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .SelectMany(file => Braced().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(name => groups.Contains(name.Split('.')[0])).ToHashSet();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(BusinessRules.KnownThresholds));
    }

    [Fact]
    public void What_is_said_of_forms_and_lists_and_penalties_writes_no_threshold_out()
    {
        var said = TradeTemplate.All.SelectMany(form => new[] { form.Notes.Chinese, form.Notes.English })
            .Concat(new[] { Label.ListNote, Label.Heading, Label.Column, Label.ListTitle }.SelectMany(family => family.Codes
                .SelectMany(code => new[] { family.Of(code, Language.Chinese), family.Of(code, Language.English) })))
            .Concat(UnusualRules.Shipped.Penalties.Values.SelectMany(penalty => new[] { penalty.Title, penalty.TitleEn }));

        Assert.Equal("", string.Join('\n', said.Where(UnusualRules.AreWrittenOutIn)));
    }

    [GeneratedRegex(@"\{([a-z_]+\.[a-z_]+)(?:\|[a-z ]+)?\}")]
    private static partial Regex Braced();
}

using System.Globalization;
using KaPipeline.Digests.Design;
using KaPipeline.Digests.Letters;
using KaPipeline.Labels;
using KaPipeline.Mail;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using OfficeOpenXml;

namespace KaPipeline.Tests.Digests;

/// <summary>What letters and workbooks say where a company has changed each threshold.</summary>
public sealed partial class SampleMonthWorkbooksTests
{
    public static TheoryData<string, string, string[]> Told => new()
    {
        { "daily", "2026-05-28", ["结束后 {promotion.report_working_days} 个工作日内上报", "within {promotion.report_working_days|working day}"] },
        {
            "weekly", "2026-05-31",
            [
                "后 {ranking.bottom_count} 名门店与单品", "last {ranking.bottom_count} outlets and items",
                "连续 {ranking.escalation_months} 个月无改善", "{ranking.escalation_months|month} without progress",
            ]
        },
        {
            "close", "2026-06-04",
            [
                "超过 {staffing.promoters_without_approval} 名须都市KA经理", "more than {staffing.promoters_without_approval} need the approval",
                "后 {ranking.bottom_count} 名需改进计划", "全国后 {ranking.bottom_count} 名", "Last {ranking.bottom_count} nationally",
                "连续 {ranking.escalation_months} 个整月升级", "{ranking.escalation_months|whole month} in a row",
                "近 {figures.on_sale_days} 天最新零售价", "近 {figures.on_sale_days} 天没有送货", "近 {figures.on_sale_days} 天有送货",
                "within {figures.on_sale_days|day} ÷ open outlets", "新品 {new_product.working_days} 个工作日",
                "within {new_product.working_days|working day} of the start",
                "海报提前 {promotion.poster_days} 天、店内 {promotion.in_store_days} 天报备",
                "结束后 {promotion.restore_working_days} 个工作日恢复原价、{promotion.report_working_days} 个工作日上报",
            ]
        },
        {
            "budget", "2026-05-20",
            [
                "海报促销提前 {promotion.poster_days} 天，店内促销提前 {promotion.in_store_days} 天",
                "Poster {promotion.poster_days|day}, in-store {promotion.in_store_days|day} ahead",
            ]
        },
        { "plan", "2026-05-24", ["近 {figures.on_sale_days} 天受影响的订单行", "supply of {figures.on_sale_days|day} that it touches"] },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_sentence_tells_the_threshold_in_force_and_writes_none_out(string digest, string date, string[] sentences)
    {
        var said = await month.UnderAsync(UnusualRules.All, digest, DateOnly.Parse(date, CultureInfo.InvariantCulture), SaidAsync);

        Assert.All(sentences.Select(RuleWords.Of(UnusualRules.All).In),
            sentence => Assert.Contains(said, line => line.Contains(sentence, StringComparison.Ordinal)));
        Assert.DoesNotContain(said, line => RuleWords.AreIn(line) || line.Contains("— 天", StringComparison.Ordinal));
        Assert.Equal("", string.Join('\n', said.Where(UnusualRules.AreWrittenOutIn).Distinct()));
    }

    // The letter in both languages, and every workbook, which is in both.
    private static async Task<List<string>> SaidAsync(IDigestFacts facts, IDigest digest, Npgsql.NpgsqlConnection connection)
    {
        List<string> said = [];
        foreach (var language in new[] { "zh-CN", "en" })
        {
            var reader = new Addressee(SampleWorld.Reader(Scope.All, language), Language.Of(language), new Changes([], [], null));
            var letter = facts.Write(reader).Document;
            said.AddRange(DocumentText.Of(letter).Split('\n'));
            said.AddRange(letter.Blocks.OfType<Grid>().SelectMany(grid => grid.Columns.Select(column => column.Header)));
            foreach (var order in digest.Workbooks.Where(_ => language == "zh-CN").SelectMany(name => facts.WorkbooksFor(reader, name)))
            {
                using var file = new MemoryStream();
                await order.SaveAsync(connection, file, null, Stopping);
                var package = new ExcelPackage(file);
                said.AddRange(package.Workbook.Worksheets.SelectMany(sheet => sheet.Cells.Select(cell => cell.Value as string)
                    .OfType<string>().Append(sheet.Name)));
            }
        }

        return said;
    }
}

using System.Globalization;
using KaPipeline.Digests.Design;
using KaPipeline.Mail;
using KaPipeline.SkuLocks;
using KaPipeline.Tests.Digests;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests;

/// <summary>A machine may count years from Buddha, write decimals with a comma or lower an I without its dot: what the product writes and
/// reads is the same everywhere, also where a class is used without the program that sets its culture.</summary>
public sealed class CultureTests
{
    public static TheoryData<string> Cultures => ["de-DE", "th-TH", "ar-SA", "tr-TR"];

    public static TheoryData<string, string> Books =>
        [.. from culture in new[] { "de-DE", "th-TH", "ar-SA", "tr-TR" } from book in new[] { "close", "budget", "plan", "receivables" }
            select (culture, book)];

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_workbook_reads_as_reviewed_where_the_culture_was_left_at_the_door(string culture, string book)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        MachineCulture.Leave();

        await new WorkbookGoldenTests().A_workbook_reads_as_reviewed(book);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task A_letter_is_the_same_whatever_the_culture(string culture)
    {
        var facts = LessonsTests.Facts(SampleWorld.OpenItems());
        foreach (var language in new[] { "zh-CN", "en" })
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var usual = await WrittenAsync(language);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(usual, await WrittenAsync(language));
        }

        async Task<string> WrittenAsync(string language)
        {
            await using var renderer = new DocumentHtml();
            var letter = facts.Write(SampleWorld.For(facts, SampleWorld.Reader(Scope.All, language)));
            return letter.Subject + DocumentText.Of(letter.Document) + await renderer.RenderAsync(letter.Document, Medium.Mail);
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task What_people_write_is_read_whatever_the_culture(string culture)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "chain_id,store_id,product_id,locked_on\nwanjia,S1,P1,2026-05-03\n", Stopping);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(new DateOnly(2026, 5, 3), Assert.Single(KnownLockFile.Read(file)).LockedOn);
        Assert.Equal(new DateOnly(2026, 1, 1), WorkingCalendar.Load(Path.Combine(Repository.Root, "config")).OnOrBefore(new(2026, 1, 4))
            .AddDays(-3));
        Assert.True(BusinessTime.TryParse("2026-05-31 07:30", out var moment));
        Assert.Equal("2026-05-30T23:30:00", moment.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
        File.Delete(file);
    }
}

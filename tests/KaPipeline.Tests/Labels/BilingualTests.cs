using System.Text.RegularExpressions;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Labels;

/// <summary>What a step says, an error, an alert or a refusal reaches each reader in their language.</summary>
public sealed partial class BilingualTests
{
    [Fact]
    public void A_reader_gets_their_language()
    {
        var stored = Bilingual.Of("3 个文件", "3 files");

        Assert.Equal("3 个文件", Bilingual.In(stored, Language.Chinese));
        Assert.Equal("3 files", Bilingual.In(stored, Language.English));
    }

    [Fact]
    public void A_file_whose_name_holds_the_mark_divides_nothing() =>
        Assert.Equal("拒收 a | b.csv", Bilingual.In(Bilingual.Of("拒收 a ‖ b.csv", "refused a ‖ b.csv"), Language.Chinese));

    [Fact]
    public void A_text_in_one_language_stays()
    {
        Assert.Equal("relation is locked", Bilingual.In("relation is locked", Language.Chinese));
        Assert.Null(Bilingual.In(null, Language.English));
    }

    [Fact]
    public void Both_stand_beside_each_other_where_the_reader_is_not_known()
    {
        Assert.Equal("3 个文件 3 files", Bilingual.Both(Bilingual.Of("3 个文件", "3 files")));
        Assert.Equal("relation is locked", Bilingual.Both("relation is locked"));
    }

    [Fact]
    public void A_part_in_both_languages_is_taken_in_the_language_of_the_whole()
    {
        var whole = Bilingual.Of(language => language.Say("失败：", "failed: ") + Bilingual.In(Bilingual.Of("没有系统", "no chain"), language));

        Assert.Equal("失败：没有系统", Bilingual.In(whole, Language.Chinese));
        Assert.Equal("failed: no chain", Bilingual.In(whole, Language.English));
    }

    [Fact]
    public void What_the_program_tells_people_is_written_in_both_languages()
    {
        var told = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Told().Matches(File.ReadAllText(file))
                .Select(match => (File: Path.GetFileName(file), match.Value))).ToList();

        Assert.True(told.Count > 75, $"only {told.Count} texts found");
        Assert.Empty(told.Where(one => Sentence().IsMatch(one.Value) && !one.Value.Contains("Bilingual", StringComparison.Ordinal))
            .Select(one => $"{one.File}: {one.Value}"));
    }

    // A text that is more than a code.
    [GeneratedRegex("\"[^\"]*[ \\p{IsCJKUnifiedIdeographs}][^\"]*\"")]
    private static partial Regex Sentence();

    // A statement that sets what a step says, refuses what a person asked for, ends a run for good, or opens an alert.
    [GeneratedRegex(@"(?:step\.Message \??= |new OperationRefusedException\(|new PermanentJobException\(""|Alerts\.OpenAsync\(connection, ""|new Breach\()[^;]*;")]
    private static partial Regex Told();
}

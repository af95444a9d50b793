using KaPipeline.Labels;

namespace KaPipeline.Tests.Labels;

/// <summary>What a step says reaches each reader in their language.</summary>
public sealed class StepResultTests
{
    [Fact]
    public void A_reader_gets_their_language()
    {
        var stored = StepResult.Of("3 个文件", "3 files");

        Assert.Equal("3 个文件", StepResult.In(stored, Language.Chinese));
        Assert.Equal("3 files", StepResult.In(stored, Language.English));
    }

    [Fact]
    public void A_file_whose_name_holds_the_mark_divides_nothing() =>
        Assert.Equal("拒收 a | b.csv", StepResult.In(StepResult.Of("拒收 a ‖ b.csv", "refused a ‖ b.csv"), Language.Chinese));

    [Fact]
    public void A_text_in_one_language_stays()
    {
        Assert.Equal("relation is locked", StepResult.In("relation is locked", Language.Chinese));
        Assert.Null(StepResult.In(null, Language.English));
    }
}

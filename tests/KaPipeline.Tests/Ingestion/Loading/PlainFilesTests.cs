using KaPipeline.Ingestion.Loading;

namespace KaPipeline.Tests.Ingestion.Loading;

public sealed class PlainFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-plain-").FullName;

    [Fact]
    public async Task Links_in_circles_pipes_and_devices_are_left_alone_and_named()
    {
        var below = Directory.CreateDirectory(Path.Combine(folder, "a", "b")).FullName;
        await File.WriteAllTextAsync(Path.Combine(below, "good.csv"), "a", Stopping);
        Directory.CreateSymbolicLink(Path.Combine(folder, "a", "loop"), folder);
        Directory.CreateSymbolicLink(Path.Combine(below, "here"), ".");
        File.CreateSymbolicLink(Path.Combine(below, "link.csv"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(below, "nowhere.csv"), "/nowhere");
        await Sources.CollectJobTests.MakePipeAsync(Path.Combine(below, "pipe.csv"));
        await File.WriteAllTextAsync(Path.Combine(below, ".hidden"), "a", Stopping);

        var found = PlainFiles.In(folder, "*", isDeep: true);
        Assert.Equal([Path.Combine(below, "good.csv")], found.Files);
        Assert.Equal(["here", "link.csv", "loop", "nowhere.csv", "pipe.csv"],
            found.LeftAlone.Select(left => Path.GetFileName(left.Split(':')[0])).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/etc/", "a folder")]
    [InlineData("/nowhere/at/all", "gone")]
    [InlineData("/etc/passwd", null)]
    public void What_lies_under_a_path_is_told_without_opening_it(string path, string? word)
    {
        var said = FileKind.NoPlainFile(path);
        Assert.True(word is null ? said is null : said?.Contains(word, StringComparison.Ordinal) == true, said);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

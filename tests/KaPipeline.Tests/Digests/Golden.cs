namespace KaPipeline.Tests.Digests;

/// <summary>Compares a text with its reviewed golden file; <c>KA_TEST_ACCEPT=1</c> writes it anew, for review in the commit.</summary>
internal static class Golden
{
    public static void Check(string file, string text)
    {
        var path = Path.Combine(Infrastructure.Repository.Root, "tests", "KaPipeline.Tests", "Golden", file);
        if (Environment.GetEnvironmentVariable("KA_TEST_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
    }
}

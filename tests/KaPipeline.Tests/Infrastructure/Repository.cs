namespace KaPipeline.Tests.Infrastructure;

/// <summary>Paths of the checkout that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>KaPipeline.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KaPipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("KaPipeline.sln was not found above the tests.");
    }
}

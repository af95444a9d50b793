namespace KaPipeline.Tests.Infrastructure;

/// <summary>A warehouse and its archive that many tests begin with: filled when the first of them asks, copied for each.</summary>
/// <param name="make">Makes the warehouse, and fills the archive in a folder.</param>
public sealed class PreparedWarehouse(Func<string, Task<TestWarehouse>> make)
{
    private readonly Lazy<Task<(string Database, string Archive)>> made = new(async () =>
    {
        var archive = Directory.CreateTempSubdirectory("ka-prepared-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => MemoryFolder.Remove(archive);
        return (await (await make(archive)).LeaveAsync(), archive);
    });

    /// <param name="fill">Fills a fresh warehouse, and the archive in a folder.</param>
    public PreparedWarehouse(Func<TestWarehouse, string, Task> fill) : this(async archive =>
    {
        var warehouse = await TestWarehouse.CreateAsync();
        await fill(warehouse, archive);
        return warehouse;
    })
    {
    }

    /// <summary>A copy of the warehouse, and of the archive's files in a folder of the test's own.</summary>
    public async Task<TestWarehouse> CopyAsync(string archive)
    {
        var (database, files) = await made.Value;
        foreach (var from in Directory.GetFiles(files, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(archive, Path.GetRelativePath(files, from));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
        }

        return await TestWarehouse.CopyAsync(database);
    }
}

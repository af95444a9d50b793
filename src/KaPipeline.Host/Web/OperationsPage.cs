using Microsoft.AspNetCore.Components;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>A page about how the work is done: it reads the warehouse whole, so its policy lets in only who may see all of it
/// (<see cref="Accounts.Policies.Oversee"/> and what is narrower).</summary>
public abstract class OperationsPage : ConsolePage
{
    /// <summary>The warehouse.</summary>
    [Inject]
    public NpgsqlDataSource Database { get; set; } = null!;
}

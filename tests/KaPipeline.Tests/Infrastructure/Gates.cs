using KaPipeline.Jobs;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Gates of sending for tests on a clock of their own.</summary>
internal static class Gates
{
    /// <summary>One by the machine's clock that keeps no mark.</summary>
    public static SendingGate WithoutMark(NpgsqlDataSource database) => new(database, "", DatabaseClock.For(database));
}

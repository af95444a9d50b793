using KaPipeline.Mail;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Settings for a test's own mail server.</summary>
internal static class Loopback
{
    /// <summary>Without encryption, and so without a password.</summary>
    public static SmtpOptions To(SmtpTestServer server) => new() { Host = "127.0.0.1", Port = server.Port, Security = SmtpOptions.NoTls };
}

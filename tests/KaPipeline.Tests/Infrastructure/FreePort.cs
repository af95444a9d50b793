using System.Net;
using System.Net.Sockets;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A port for a server that is told its port before it starts.</summary>
internal static class FreePort
{
    private static int last = Random.Shared.Next(10_000, 32_000);

    /// <summary>One that nobody listens on. It lies below the range that the system gives servers without a port and connections, so nobody
    /// takes it before the server does; and it is none that was given already.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = 10_000 + (Interlocked.Increment(ref last) % 22_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens on it.
            }
        }
    }
}

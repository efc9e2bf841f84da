using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RtcCluster.Cluster.Draining;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Cluster.Tests.Draining;

public sealed class ServiceNoticeTests
{
    [Fact]
    public async Task TheServiceManagerHearsReadyOnceEverythingHasStarted_AndStoppingAtOnce()
    {
        using var folder = TempFolder.Create("notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        var path = folder.At("notify");
        manager.Bind(new UnixDomainSocketEndPoint(path));
        var started = false;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", path);
        try
        {
            builder.Services.AddDraining(TimeSpan.Zero);
            builder.Services.AddHostedService(_ => new Last(() => started = manager.Available == 0));
            using var host = builder.Build();
            await host.StartAsync(TestContext.Current.CancellationToken);
            var ready = Receive(manager);
            await host.StopAsync(TestContext.Current.CancellationToken);

            Assert.Equal((true, "READY=1", "STOPPING=1"), (started, ready, Receive(manager)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        }
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[256];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer)).Trim();
    }

    // Starts after all others, and looks whether the manager was told too early.
    private sealed class Last(Action starting) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            starting();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

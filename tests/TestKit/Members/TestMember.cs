using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RtcCluster.Cluster.Membership;

namespace RtcCluster.TestKit.Members;

/// <summary>One silo of a <see cref="TestMembers"/>, a host of its own in the test's process.</summary>
public sealed class TestMember : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    internal TestMember(IHost host)
    {
        _host = host;
        Address = Membership.Local;
    }

    internal bool IsStopped => _stopped;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public ClusterMembership Membership => Services.GetRequiredService<ClusterMembership>();

    /// <summary>The silo's address, also after its end; its text form is the key of the edge grain on it.</summary>
    public SiloAddress Address { get; }

    /// <summary>Stops it in order: its grains deactivate and save.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _host.StopAsync();
        }
    }

    /// <summary>Tears it down without any order, the nearest thing to a kill that one process allows itself.</summary>
    public async Task KillAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            try
            {
                await _host.StopAsync(new CancellationToken(canceled: true));
            }
            catch (OperationCanceledException)
            {
                // What a stop says that was given no time; the rest goes with the container.
            }
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}

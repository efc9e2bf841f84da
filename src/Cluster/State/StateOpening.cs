using Microsoft.Extensions.DependencyInjection;


namespace RtcCluster.Cluster.State;

/// <summary>Opens the state file before the silo does anything: a file that cannot be opened must end the start, not the first call.</summary>
internal sealed class StateOpening(IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(StateOpening), ServiceLifecycleStage.First, _ =>
        {
            services.GetRequiredService<StateDatabase>();
            return Task.CompletedTask;
        });
}

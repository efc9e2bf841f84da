using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class CallTellingTests
{
    [Fact]
    public async Task WhoGaveUpSomethingOfItsOwn_IsToldAgain_AndTheCallHearsThatNothingIsToldAnyMore()
    {
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        var grains = DispatchProxy.Create<IGrainFactory, Trunks>();
        var idle = 0;
        var telling = new CallTelling(new CallId(CallScript.Tenant, "c1"), null!, grains, null!, time, NullLogger.Instance, () => idle++, stop.Token);

        var told = telling.Tell(new CallTell.Trunk(CallScript.Carrier));
        Assert.False(told.IsCompleted);
        Assert.Equal((false, 0), (telling.IsIdle, idle));
        time.Advance(TimeSpan.FromMilliseconds(100));
        await told.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        Assert.Equal((true, 1), (telling.IsIdle, idle));
    }

    [Fact]
    public async Task TheEndOfTheActivation_EndsIt()
    {
        using var stop = new CancellationTokenSource();
        var idle = 0;
        var telling = new CallTelling(
            new CallId(CallScript.Tenant, "c1"), null!, DispatchProxy.Create<IGrainFactory, Trunks>(), null!, new FakeTimeProvider(), NullLogger.Instance, () => idle++, stop.Token);

        var told = telling.Tell(new CallTell.Trunk(CallScript.Carrier));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => told.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));
        Assert.Equal((true, 0), (telling.IsIdle, idle));
    }

    /// <summary>Has one trunk, which is cancelled once when it is told.</summary>
    public class Trunks : DispatchProxy
    {
        private readonly ITrunkGrain _trunk = Create<ITrunkGrain, CancelledOnce>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _trunk;
    }

    /// <summary>Is cancelled once, by itself.</summary>
    public class CancelledOnce : DispatchProxy
    {
        private int _asked;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _asked++ == 0 ? Task.FromException(new OperationCanceledException("Given up.")) : Task.CompletedTask;
    }
}

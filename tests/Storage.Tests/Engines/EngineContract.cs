namespace RtcCluster.Storage.Tests.Engines;

/// <summary>A set of tests that every engine must pass.</summary>
public abstract class EngineContract
{
    protected EngineContract(Engine engine)
    {
        Assert.SkipWhen(engine.SkipReason is not null, engine.SkipReason ?? "");
        Engine = engine;
    }

    protected Engine Engine { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;
}

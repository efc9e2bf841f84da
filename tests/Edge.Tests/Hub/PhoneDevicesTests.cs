using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Hub;
using Xunit;

namespace RtcCluster.Edge.Tests.Hub;

/// <summary>Devices that leave and come back.</summary>
public sealed class PhoneDevicesTests
{
    private static readonly UserId User = new(new TenantId("demo"), "agent1");
    private readonly PhoneDevices _devices = new();

    [Fact]
    public void AnEarlierLossForgetsNoDeviceThatIsAwayForAMoment()
    {
        var (first, second) = (Connection("1"), Connection("2"));
        var device = _devices.Connect(User, "browser-tab-1", first);
        Assert.True(_devices.Disconnect(device, first));
        Assert.Same(device, _devices.Connect(User, "browser-tab-1", second));
        Assert.True(_devices.Disconnect(device, second));

        _devices.Forget(device, first);
        Assert.Same(device, _devices.Connect(User, "browser-tab-1", Connection("3")));
    }

    [Fact]
    public void TheLastLossForgetsIt_UnlessItIsBack()
    {
        var first = Connection("1");
        var device = _devices.Connect(User, "browser-tab-1", first);
        _devices.Forget(device, first);
        Assert.Same(device, _devices.Find(User, device.Uri));
        _devices.Disconnect(device, first);
        _devices.Forget(device, first);
        Assert.Null(_devices.Find(User, device.Uri));
    }

    private static PhoneConnection Connection(string id) => new(id, -1, "session", "127.0.0.1:50000", null!, static () => { });
}

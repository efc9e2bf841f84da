namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>The network of one page: can be cut, media and hub alike, as when a laptop loses its Wi-Fi.</summary>
internal sealed class PageNetwork
{
    private const int PlentyBytesPerSecond = 100_000_000;
    private readonly ICDPSession _session;

    private PageNetwork(ICDPSession session) => _session = session;

    /// <summary>To be called before the page is loaded.</summary>
    /// <remarks>Chromium drops the packets of a peer connection only when the network was already an emulated one as the connection was made.</remarks>
    public static async Task<PageNetwork> OfAsync(IPage page)
    {
        var network = new PageNetwork(await page.Context.NewCDPSessionAsync(page));
        await network._session.SendAsync("Network.enable");
        await network.RestoreAsync();
        return network;
    }

    /// <summary>Nothing goes out or comes in any longer.</summary>
    public Task CutAsync() => EmulateAsync(true, 0);

    /// <summary>A part of the packets of peer connections is lost, of every hundred so many.</summary>
    public Task LoseAsync(int percent) => EmulateAsync(false, percent);

    /// <summary>The network is back.</summary>
    public Task RestoreAsync() => EmulateAsync(false, 0);

    private async Task EmulateAsync(bool offline, int loss) => await _session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
    {
        ["offline"] = offline,
        ["latency"] = 0,
        ["downloadThroughput"] = PlentyBytesPerSecond,
        ["uploadThroughput"] = PlentyBytesPerSecond,
        ["packetLoss"] = loss,
    });
}

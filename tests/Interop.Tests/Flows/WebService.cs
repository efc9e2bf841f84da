using System.Net;
using System.Text;
using System.Text.Json;

namespace RtcCluster.Interop.Tests.Flows;

/// <summary>A company's own web service on loopback, as a flow asks it.</summary>
internal sealed class WebService : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private WebService(int port, Func<JsonElement, string> answer)
    {
        Url = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public string Url { get; }

    /// <summary>Serves on a free port.</summary>
    public static WebService Start(Func<JsonElement, string> answer)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            try
            {
                return new WebService(port, answer);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody else has taken the port in between.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync(Func<JsonElement, string> answer)
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var request = await JsonDocument.ParseAsync(context.Request.InputStream);
                context.Response.ContentType = "application/json";
                context.Response.Close(Encoding.UTF8.GetBytes(answer(request.RootElement)), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}

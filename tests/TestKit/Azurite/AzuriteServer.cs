using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.TestKit.Azurite;

/// <summary>Azurite, Microsoft's own Azure Storage on one machine, for one test: blobs and tables on free ports of 127.0.0.1, in memory; gone when disposed.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // The account of every Azurite; its documentation says so.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(180);

    private readonly TempFolder _folder;
    private readonly RunningProcess _process;

    private AzuriteServer(TempFolder folder, RunningProcess process, int blobs, int tables)
    {
        (_folder, _process) = (folder, process);
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{blobs}/{Account};TableEndpoint=http://127.0.0.1:{tables}/{Account};";
    }

    /// <summary>Whether npm has installed it; <c>./test</c> does.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Why a test that needs it cannot run.</summary>
    public static string Missing => "Azurite is not installed (npm ci --prefix tests/TestKit/Azurite --ignore-scripts)";

    /// <summary>Opens both services.</summary>
    public string ConnectionString { get; }

    private static string Program => Repository.At("tests", "TestKit", "Azurite", "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<AzuriteServer> StartAsync()
    {
        var folder = TempFolder.Create("azurite");
        var (blobs, queues, tables) = (FreePorts.Take(), FreePorts.Take(), FreePorts.Take());
        var process = RunningProcess.Start(
            "azurite",
            "node",
            [
                Program, "--location", folder.Path, "--disableTelemetry", "--skipApiVersionCheck",
                "--blobHost", "127.0.0.1", "--blobPort", $"{blobs}", "--queueHost", "127.0.0.1", "--queuePort", $"{queues}", "--tableHost", "127.0.0.1", "--tablePort", $"{tables}",
            ],
            folder.Path);
        var server = new AzuriteServer(folder, process, blobs, tables);
        try
        {
            await process.WaitForLineAsync("Azurite Blob service is successfully listening", StartPatience);
            await process.WaitForLineAsync("Azurite Table service is successfully listening", StartPatience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}

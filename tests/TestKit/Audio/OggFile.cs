using System.Diagnostics;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.TestKit.Audio;

/// <summary>Reads Ogg/Opus for the judges of a test, by a program that is not ours: opusdec of opus-tools.</summary>
public static class OggFile
{
    /// <summary>The file at 8 kHz.</summary>
    /// <exception cref="InvalidDataException">opusdec does not take it; the text is what it says.</exception>
    public static async Task<WavSound> ReadAsync(byte[] file)
    {
        using var folder = TempFolder.Create("ogg");
        var (ogg, wav) = (folder.At("sound.ogg"), folder.At("sound.wav"));
        await File.WriteAllBytesAsync(ogg, file);
        using var decoder = Process.Start(new ProcessStartInfo("opusdec", ["--quiet", "--force-wav", "--rate", "8000", ogg, wav]) { RedirectStandardError = true })!;
        var said = await decoder.StandardError.ReadToEndAsync();
        await decoder.WaitForExitAsync();
        return decoder.ExitCode == 0 ? WavFile.Read(wav) : throw new InvalidDataException($"opusdec: {said}");
    }
}

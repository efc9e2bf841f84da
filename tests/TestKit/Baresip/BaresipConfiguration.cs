using RtcCluster.TestKit.Folders;

namespace RtcCluster.TestKit.Baresip;

/// <summary>The files that a baresip 1.0 starts from. It has no sound card: a file is its microphone, the sndfile filter its loudspeaker.</summary>
internal static class BaresipConfiguration
{
    public static string Config(TempFolder folder, int port, int controlPort)
    {
        var rtp = Network.FreePorts.TakeRtp(20);
        return $"""
            poll_method epoll
            sip_listen 127.0.0.1:{port}
            net_interface 127.0.0.1
            audio_source aufile,{folder.At("tone.wav")}
            ausrc_srate 8000
            auplay_srate 8000
            ausrc_channels 1
            auplay_channels 1
            ausrc_format s16
            auplay_format s16
            auenc_format s16
            audec_format s16
            audio_buffer 20-160
            rtp_ports {rtp}-{rtp + 19}
            rtcp_mux no
            jitter_buffer_delay 5-10
            call_local_timeout 3600
            module_path /usr/lib/baresip/modules
            module g711.so
            module g722.so
            module aufile.so
            module sndfile.so
            module srtp.so
            snd_path {folder.At("dumps")}
            module_tmp uuid.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so
            ctrl_tcp_listen 127.0.0.1:{controlPort}

            """;
    }

    public static string Account(BaresipOptions options)
    {
        var answer = (options.AutoAnswer ? "auto" : "manual") + (options.Encryption is { } encryption ? $";mediaenc={encryption}" : string.Empty);
        return options.Registrar is { } registrar
            ? $"<sip:{options.User}@{options.Domain};transport={options.Transport}>;auth_user={options.User};auth_pass={options.Password};outbound=\"sip:{registrar};transport={options.Transport}\";regint={options.RegisterInterval};audio_codecs={options.Codecs};answermode={answer}\n"
            : $"<sip:{options.User}@127.0.0.1>;regint=0;audio_codecs={options.Codecs};answermode={answer}\n";
    }
}

//! Gives up the network before anything else runs.
//!
//! The third of three layers (the page's policy, the refusal of navigation,
//! this): the kernel refuses every socket but unix ones to this process and to
//! all processes and threads that it starts, the web engine's included.

use crate::ShellError;

/// Closes the process. Fails closed: without the filter the program does not start.
#[cfg(target_os = "linux")]
pub fn close() -> Result<(), ShellError> {
    linux::no_remnants();
    #[cfg(debug_assertions)]
    if linux::open_for_a_test() {
        return Ok(());
    }
    linux::unix_sockets_only().map_err(|error| ShellError::Open(error.to_string()))
}

/// Elsewhere the first two layers stand alone.
#[cfg(not(target_os = "linux"))]
pub fn close() -> Result<(), ShellError> {
    Ok(())
}

/// Whether a test drives the window. Never in a release.
pub fn driven_by_test() -> bool {
    cfg!(debug_assertions)
        && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;

    use rustix::fs::Mode;
    use rustix::process::{DumpableBehavior, Resource, Rlimit};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, TargetArch,
    };

    /// New files belong to the person alone, and a crash leaves no memory behind.
    pub fn no_remnants() {
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        // Both only add to other defenses: a system that refuses them is no reason to stop.
        let _ = rustix::process::setrlimit(Resource::Core, none);
        if !cfg!(debug_assertions) {
            let _ = rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable);
        }
    }

    /// Lets the web engine open the line to its test driver, which is a socket.
    ///
    /// The engine opens it for the first context that may be driven; what comes
    /// later is closed as in every other run, so that tests meet the real
    /// filter. Only the test of the other two layers runs without it: true.
    #[cfg(debug_assertions)]
    pub fn open_for_a_test() -> bool {
        use webkit2gtk::WebContextExt;
        if !super::driven_by_test() || gtk::init().is_err() {
            return false;
        }
        let context = webkit2gtk::WebContext::new();
        // Asking for it opens the line; only the window's own context is driven.
        context.set_automation_allowed(true);
        context.set_automation_allowed(false);
        let start = std::time::Instant::now();
        while start.elapsed() < std::time::Duration::from_millis(300) {
            gtk::main_iteration_do(false);
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        std::env::var_os("DOSSIER_TEST_WITHOUT_FILTER").is_some()
    }

    pub fn unix_sockets_only() -> Result<(), seccompiler::Error> {
        let arch: TargetArch = std::env::consts::ARCH.try_into()?;
        let no_sockets = filter(
            socket_calls()
                .map(|call| Ok((call, vec![other_than_unix()?])))
                .collect::<Result<_, seccompiler::BackendError>>()?,
            libc::EAFNOSUPPORT,
            arch,
        )?;
        // The ring would open sockets without the call that the first filter sees.
        let no_rings =
            filter(ring_calls().map(|call| (call, vec![])).collect(), libc::ENOSYS, arch)?;
        seccompiler::apply_filter_all_threads(&no_rings)?;
        seccompiler::apply_filter_all_threads(&no_sockets)
    }

    /// The call, and its number in the 32-bit-pointer variant of the same kernel.
    fn socket_calls() -> impl Iterator<Item = i64> {
        with_variant(libc::SYS_socket)
    }

    fn ring_calls() -> impl Iterator<Item = i64> {
        with_variant(libc::SYS_io_uring_setup)
    }

    fn with_variant(call: i64) -> impl Iterator<Item = i64> {
        let variant = cfg!(target_arch = "x86_64").then_some(call | 0x4000_0000);
        std::iter::once(call).chain(variant)
    }

    fn other_than_unix() -> Result<SeccompRule, seccompiler::BackendError> {
        let unix = u64::try_from(libc::AF_UNIX).unwrap_or(1);
        let family = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, unix)?;
        SeccompRule::new(vec![family])
    }

    fn filter(
        rules: BTreeMap<i64, Vec<SeccompRule>>,
        errno: i32,
        arch: TargetArch,
    ) -> Result<BpfProgram, seccompiler::BackendError> {
        SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(errno.unsigned_abs()),
            arch,
        )?
        .try_into()
    }

    #[cfg(test)]
    mod tests {
        #![allow(clippy::unwrap_used)]
        use std::io::ErrorKind;
        use std::net::{TcpListener, UdpSocket};
        use std::os::unix::net::UnixStream;
        use std::process::Command;

        /// The filter cannot be taken off again, so the check runs in a process of its own.
        #[test]
        fn only_unix_sockets_are_left() {
            let test = std::env::current_exe().unwrap();
            let status = Command::new(test)
                .args(["--exact", "closed::linux::tests::in_a_closed_process", "--ignored"])
                .status()
                .unwrap();
            assert!(status.success());
        }

        #[test]
        #[ignore = "closes the whole process; run by only_unix_sockets_are_left"]
        fn in_a_closed_process() {
            assert!(TcpListener::bind("127.0.0.1:0").is_ok(), "the machine has a loopback");
            super::unix_sockets_only().unwrap();
            for host in ["127.0.0.1:0", "[::1]:0"] {
                let tcp = TcpListener::bind(host).unwrap_err();
                assert_eq!(tcp.raw_os_error(), Some(libc::EAFNOSUPPORT), "{:?}", tcp.kind());
                assert!(UdpSocket::bind(host).is_err());
            }
            assert!(UnixStream::pair().is_ok(), "display and session bus still work");
            // Threads and children inherit it.
            std::thread::spawn(|| assert!(UdpSocket::bind("127.0.0.1:0").is_err())).join().unwrap();
            let child = Command::new("bash").args(["-c", "exec 3<>/dev/tcp/127.0.0.1/9"]).output();
            match child {
                Ok(out) => {
                    assert!(!out.status.success());
                    let said = String::from_utf8_lossy(&out.stderr).to_lowercase();
                    assert!(said.contains("family"), "refused by the filter, not by the port");
                }
                Err(error) => assert_eq!(error.kind(), ErrorKind::NotFound),
            }
        }
    }
}

//! The general checks. What they look for, and in which words they speak, is
//! declared in the catalog.

pub(crate) mod age;
pub(crate) mod audit;
pub(crate) mod contradiction;
pub(crate) mod links;
pub(crate) mod people;
pub(crate) mod present;
pub(crate) mod reply;
pub(crate) mod said;
